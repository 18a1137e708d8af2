package dev.sluice.door.cli;

import dev.sluice.kube.RepositoryStore;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Stopped;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}: what the daemon tells of its targets. */
@Command(
    name = "status",
    header = "Show how each application stands in each environment.",
    description = {
      "",
      "Reads the Target resources that the daemon writes, with your own rights in the cluster.",
      ""
    })
public final class StatusCommand implements Callable<Integer> {

  private final Ports.TargetResources resources;
  private final Ports.RepositoryResources repositories;
  private final Terminal terminal;

  @Mixin private TargetFilter filter = new TargetFilter();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();

  /** Takes what it needs; opens it when it is called. */
  public StatusCommand(
      Ports.TargetResources resources, Ports.RepositoryResources repositories, Terminal terminal) {
    this.resources = resources;
    this.repositories = repositories;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    List<Stored> targets =
        filter.of(resources.open(cluster.choice()).list(), stored -> stored.target().id()).stream()
            .sorted(Comparator.comparing(stored -> stored.target().id()))
            .toList();
    List<RepositoryStore.Stored> ofRepositories = repositories.open(cluster.choice()).list();
    output.print(terminal, StatusView.table(targets), StatusView.tree(targets, ofRepositories));
    if (output.isForPeople()) {
      StatusView.details(targets, terminal);
      StatusView.repositories(ofRepositories, terminal);
    }
    return 0;
  }
}
