package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Chooses what renders: the worker in its box, or else the {@code kustomize} command. */
public final class Renderers {

  private static final Logger LOG = Logger.getLogger(Renderers.class);

  private Renderers() {}

  /**
   * Opens the best renderer there is.
   *
   * @param count the most renders at a time
   * @throws Stopped {@code RendererUnavailable} when there is none, or when the worker is there and
   *     does not start: the walls are never given up silently
   */
  public static KustomizeEngine open(int count, RenderLimits limits, Clock clock) throws Stopped {
    Optional<KustomizeRenderer> worker = KustomizeRenderer.open(count, limits, clock);
    if (worker.isPresent()) {
      return worker.get();
    }
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return onCommand(searchPath, count, limits, clock);
  }

  /** The fallback, on the first {@code kustomize} of a search path. */
  static KustomizeEngine onCommand(String searchPath, int count, RenderLimits limits, Clock clock)
      throws Stopped {
    Optional<KustomizeCommand> command = KustomizeCommand.on(searchPath);
    if (command.isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.RENDERER_UNAVAILABLE,
              "this build of Sluice has no kustomize worker for "
                  + WorkerBinary.platform()
                  + ", and there is no kustomize command on the PATH",
              "Build Sluice with Go 1.26 or newer installed, or install kustomize 5.8"));
    }
    CliRenderer renderer = CliRenderer.open(command.get(), count, limits, new Quarantine(clock));
    LOG.warnf(
        "This build has no kustomize worker for %s: overlays are rendered by %s (%s), one process"
            + " each. What it cannot guarantee: a limit on memory, a wall against the network and"
            + " other system calls, following links inside the repository, and the file and line"
            + " of each object and error. Render only overlays you trust, or build with Go"
            + " installed.",
        WorkerBinary.platform(), command.get().program(), renderer.commandVersion());
    return renderer;
  }
}
