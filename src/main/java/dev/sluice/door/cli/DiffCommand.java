package dev.sluice.door.cli;

import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice diff}: what the local files would change in the cluster. */
@Command(
    name = "diff",
    header = "Show what the local files would change in the cluster.",
    description = {
      "",
      "Renders every overlay that the local environments name, compares it with the cluster by"
          + " server-side dry runs, and prints the plan. Changes nothing. Values of Secrets are"
          + " never shown.",
      ""
    })
public final class DiffCommand implements Callable<Integer> {

  private final Ports.Directories directories;
  private final Ports.PlanningRoom planningRoom;
  private final Ports.TargetResources resources;
  private final Terminal terminal;

  @Mixin private TargetFilter filter = new TargetFilter();
  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();

  @Option(
      names = "--environments",
      paramLabel = "PATH",
      defaultValue = "environments",
      description =
          "Directory of the environment files, from the root (default: ${DEFAULT-VALUE}).")
  private String environments = "environments";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description =
          "The repository's name in the daemon's settings (default: looked up in the daemon's Target"
              + " resources).")
  private @Nullable String repository;

  @Option(names = "--exit-code", description = "End with 10 when there are changes.")
  private boolean exitCode;

  /** Takes what it needs; opens it when it is called. */
  public DiffCommand(
      Ports.Directories directories,
      Ports.PlanningRoom planningRoom,
      Ports.TargetResources resources,
      Terminal terminal) {
    this.directories = directories;
    this.planningRoom = planningRoom;
    this.resources = resources;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    SourceTree tree = directories.open(root.of(Path.of("")));
    LocalTargets local = LocalTargets.read(tree, environments, filter);
    List<Failure> failures = new ArrayList<>(local.failures());
    List<DiffView.Planned> planned =
        local.targets().isEmpty() ? List.of() : plan(tree, local.targets(), failures);
    output.print(terminal, DiffView.table(planned), DiffView.tree(planned, failures));
    if (output.isForPeople()) {
      terminal.out().println(DiffView.summary(planned));
      terminal.out().flush();
    }
    int failed = FailureLines.print(failures, terminal);
    boolean changes = planned.stream().anyMatch(one -> !one.plan().isEmpty());
    return failed == 0 && exitCode && changes ? Reason.Exit.CHANGES.code() : failed;
  }

  private List<DiffView.Planned> plan(SourceTree tree, List<Target> targets, List<Failure> failures)
      throws Stopped {
    List<TargetId> known = repository == null ? known() : List.of();
    Ports.Planning planning = planningRoom.open(cluster.choice());
    List<DiffView.Planned> planned = new ArrayList<>();
    for (Target target : targets) {
      try {
        Target named = named(target, known);
        Source source = new Source(new Revision(named.id().repository(), ""), tree);
        planned.add(new DiffView.Planned(named.id(), planning.plan(named, source)));
      } catch (Stopped stopped) {
        failures.add(stopped.failure());
      }
    }
    return planned;
  }

  private List<TargetId> known() throws Stopped {
    return resources.open(cluster.choice()).list().stream()
        .map(Stored::target)
        .map(Target::id)
        .toList();
  }

  /**
   * The same target under its repository's name, which is part of what its objects are labelled.
   */
  private Target named(Target target, List<TargetId> known) throws Stopped {
    List<String> names =
        Optional.ofNullable(repository)
            .map(List::of)
            .orElseGet(() ->
                known.stream()
                    .filter(id -> sameBut(id, target.id()))
                    .map(TargetId::repository)
                    .distinct()
                    .toList());
    if (names.size() > 1) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "%s in %s is declared by several repositories: %s"
                  .formatted(
                      target.id().application(),
                      target.id().environment(),
                      String.join(", ", names)),
              "Name one with --repository"));
    }
    TargetId id =
        new TargetId(
            names.isEmpty() ? "" : names.getFirst(),
            target.id().application(),
            target.id().environment());
    return new Target(
        id, target.overlay(), target.namespace(), target.cluster(), target.branch(), target.sync());
  }

  private static boolean sameBut(TargetId id, TargetId other) {
    return id.application().equals(other.application())
        && id.environment().equals(other.environment());
  }
}
