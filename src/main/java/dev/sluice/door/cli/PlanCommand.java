package dev.sluice.door.cli;

import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice plan}: what a commit would change in the cluster, and who is behind it. */
@Command(
    name = "plan",
    header = "Show what a commit would change in the cluster, and why.",
    description = {
      "",
      "Does for a commit of this clone what 'sluice diff' does for its files, and names the commit"
          + " and the author behind every object that Git changes. Changes nothing. Values of"
          + " Secrets are never shown.",
      ""
    })
public final class PlanCommand implements Callable<Integer> {

  private final Ports.Clones clones;
  private final PlanPrinter printer;

  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private PlanOptions options = new PlanOptions();

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      defaultValue = "HEAD",
      description = "The commit: a branch, a tag, a commit id, HEAD~2 (default: ${DEFAULT-VALUE}).")
  private String revision = "HEAD";

  /** Takes what it needs; opens it when it is called. */
  PlanCommand(Ports.Clones clones, PlanPrinter printer) {
    this.clones = clones;
    this.printer = printer;
  }

  @Override
  public Integer call() throws Stopped {
    Ports.Clone clone = clones.open(root.of(Path.of("")));
    Revision commit = clone.resolve(revision);
    Source source = clone.source(commit);
    return printer.print(
        options,
        repository -> new Source(new Revision(repository, commit.commit()), source.tree()),
        (planning, target, objects) -> planning.authors(target, clone, commit, objects));
  }
}
