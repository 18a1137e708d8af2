package dev.sluice.door.cli;

import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice diff}: what the local files would change in the cluster. */
@Command(
    name = "diff",
    header = "Show what the local files would change in the cluster.",
    description = {
      "",
      "Renders every overlay that the local environments name, committed or not, compares it with"
          + " the cluster by server-side dry runs, and prints the plan with the reason of each step."
          + " Changes nothing. Values of Secrets are never shown.",
      ""
    })
public final class DiffCommand implements Callable<Integer> {

  private final Ports.Directories directories;
  private final PlanPrinter printer;

  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private PlanOptions options = new PlanOptions();

  /** Takes what it needs; opens it when it is called. */
  DiffCommand(Ports.Directories directories, PlanPrinter printer) {
    this.directories = directories;
    this.printer = printer;
  }

  @Override
  public Integer call() throws Stopped {
    SourceTree tree = directories.open(root.of(Path.of("")));
    return printer.print(
        options,
        repository -> new Source(new Revision(repository, ""), tree),
        // Files that nobody has committed have no author yet.
        (planning, target, objects) -> Map.of());
  }
}
