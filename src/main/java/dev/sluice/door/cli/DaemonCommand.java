package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice daemon}. */
@Command(
    name = "daemon",
    header = "Follow the config repositories and keep the clusters in step.",
    description = {
      "",
      "Reads its settings from config/application.yaml below the working directory, the files named"
          + " with --config, and environment variables, in this order, the later ones winning."
          + " docs/configuration.md lists them.",
      ""
    })
public final class DaemonCommand implements Callable<Integer> {

  private final Ports.DaemonRun daemon;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with settings; may be repeated.")
  private List<Path> configuration = List.of();

  @Option(
      names = "--until-input-closes",
      hidden = true,
      description = "End when standard input does, so that no parent leaves it behind.")
  private boolean untilInputCloses;

  /** Takes what it needs. */
  public DaemonCommand(Ports.DaemonRun daemon) {
    this.daemon = daemon;
  }

  @Override
  public Integer call() throws Stopped {
    return daemon.run(new Ports.DaemonSettings(List.copyOf(configuration), untilInputCloses));
  }
}
