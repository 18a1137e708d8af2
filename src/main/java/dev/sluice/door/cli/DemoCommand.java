package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice demo}. */
@Command(
    name = "demo",
    header = "Show the main job on this machine: a control plane, a Git host, the worked example.",
    description = {
      "",
      "Starts a real Kubernetes control plane and a Git host on the loopback interface, installs"
          + " Sluice, and lets a daemon follow a config repository with overlays/ and"
          + " environments/ of this checkout. Prints what to try. Ctrl-C ends everything and"
          + " may leave two small folders (sluice-*) in the temporary folder.",
      ""
    })
public final class DemoCommand implements Callable<Integer> {

  private final Ports.DemoRun demo;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "End after this time, such as PT2M (default: on Ctrl-C).")
  private Duration length = Duration.ZERO;

  /** Takes what it needs. */
  public DemoCommand(Ports.DemoRun demo) {
    this.demo = demo;
  }

  @Override
  public Integer call() throws Stopped {
    return demo.run(length);
  }
}
