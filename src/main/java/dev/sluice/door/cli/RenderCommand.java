package dev.sluice.door.cli;

import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice render}: what kustomize makes of a local overlay. */
@Command(
    name = "render",
    header = "Render a local overlay and print it.",
    description = {
      "",
      "Prints byte for byte what 'kustomize build' of the same version prints; 'sluice version'"
          + " names it. Remote bases, plugins and Helm charts are refused.",
      ""
    })
public final class RenderCommand implements Callable<Integer> {

  private final Ports.Rendering rendering;
  private final Ports.Directories directories;
  private final Terminal terminal;

  @Parameters(paramLabel = "OVERLAY-DIR", description = "The overlay's directory.")
  private Path overlay = Path.of("");

  @Mixin private RepositoryRoot root = new RepositoryRoot();

  /** Takes what it needs; opens it when it is called. */
  public RenderCommand(
      Ports.Rendering rendering, Ports.Directories directories, Terminal terminal) {
    this.rendering = rendering;
    this.directories = directories;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    Path realRoot = root.of(overlay);
    String path = root.pathOf(overlay, realRoot);
    Source source = new Source(new Revision("", ""), directories.open(realRoot));
    terminal.out().print(rendering.open().yaml(source, path));
    terminal.out().flush();
    return 0;
  }
}
