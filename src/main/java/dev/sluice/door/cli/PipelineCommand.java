package dev.sluice.door.cli;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.OverlayMatches;
import dev.sluice.environments.Pipeline;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice pipeline}: the way of revisions through the environments. */
@Command(
    name = "pipeline",
    header = "Show the way of revisions through the environments, and the gates on it.",
    description = {
      "",
      "Reads the local environment files, committed or not, and prints the environments in the order"
          + " that revisions pass them: what each follows, its gates, its policy and its"
          + " applications. What is wrong with them is told as the daemon would. Asks no cluster.",
      ""
    })
public final class PipelineCommand implements Callable<Integer> {

  private final Ports.Directories directories;
  private final Ports.Clones clones;
  private final Terminal terminal;

  @Mixin private RepositoryRoot root = new RepositoryRoot();

  @Option(
      names = "--environments",
      paramLabel = "PATH",
      defaultValue = "environments",
      description =
          "Directory of the environment files, from the root (default: ${DEFAULT-VALUE}).")
  private String environments = "environments";

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "A branch, a tag or a commit id of this clone (default: the local files).")
  private @Nullable String revision;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|mermaid|dot|json",
      defaultValue = "text",
      description =
          "How it is printed: text for people, mermaid or dot (Graphviz) for documents, json for"
              + " programs (default: text).")
  private Kind kind = Kind.text;

  /** Takes what it needs; opens it when it is called. */
  PipelineCommand(Ports.Directories directories, Ports.Clones clones, Terminal terminal) {
    this.directories = directories;
    this.clones = clones;
    this.terminal = terminal;
  }

  /** Written as people type them. */
  enum Kind {
    text,
    mermaid,
    dot,
    json
  }

  @Override
  public Integer call() throws Stopped {
    SourceTree tree = tree();
    EnvironmentSet read = EnvironmentFiles.read(tree, environments);
    List<Failure> failures = new ArrayList<>(read.failures());
    Map<String, List<String>> applications = new HashMap<>();
    for (Environment environment : read.environments()) {
      OverlayMatches matches = OverlayMatcher.match(tree, environment);
      failures.addAll(matches.failures());
      applications.put(environment.name(), matches.applications());
    }
    Pipeline pipeline = Pipeline.of(read.environments(), applications);
    failures.addAll(pipeline.deadEnds());
    print(pipeline, failures);
    return FailureLines.print(failures, terminal);
  }

  private SourceTree tree() throws Stopped {
    Path here = root.of(Path.of(""));
    if (revision == null) {
      return directories.open(here);
    }
    Ports.Clone clone = clones.open(here);
    return clone.source(clone.resolve(revision)).tree();
  }

  private void print(Pipeline pipeline, List<Failure> failures) {
    switch (kind) {
      case text -> PipelineText.lines(pipeline).forEach(terminal.out()::println);
      case mermaid -> terminal.out().print(PipelineGraph.of(pipeline).mermaid());
      case dot -> terminal.out().print(PipelineGraph.of(pipeline).dot());
      case json -> terminal.out().println(Trees.json(PipelineTree.of(pipeline, failures)));
    }
    terminal.out().flush();
  }
}
