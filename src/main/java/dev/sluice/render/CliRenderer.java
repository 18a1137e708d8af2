package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.render.KustomizeCommand.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The fallback: one process of the {@code kustomize} command for each render, over a copy of the
 * directories that the overlay can reach. It has the limits on time, input and output, but none of
 * the worker's walls: memory, network and system calls are the command's own affair.
 */
final class CliRenderer implements KustomizeEngine {

  private static final Logger LOG = Logger.getLogger(CliRenderer.class);

  private final KustomizeCommand command;
  private final String version;
  private final RenderLimits limits;
  private final Semaphore turns;
  private final Quarantine quarantine;
  private final RememberedRenders renders;

  private CliRenderer(
      KustomizeCommand command, String version, int count, RenderLimits limits, Quarantine held) {
    this.command = command;
    this.version = version;
    this.limits = limits;
    this.turns = new Semaphore(count);
    this.quarantine = held;
    this.renders = new RememberedRenders(engine());
  }

  /**
   * Asks the command for its version.
   *
   * @param count the most renders at a time
   * @throws Stopped when it does not answer
   */
  static CliRenderer open(
      KustomizeCommand command, int count, RenderLimits limits, Quarantine quarantine)
      throws Stopped {
    try {
      Path folder = Files.createTempDirectory("sluice-render");
      try {
        return new CliRenderer(command, command.version(folder), count, limits, quarantine);
      } finally {
        Files.deleteIfExists(folder);
      }
    } catch (IOException | TimeoutException e) {
      throw new Stopped(unavailable(command, e), e);
    }
  }

  @Override
  public String engine() {
    return "kustomize command " + version;
  }

  @Override
  public String commandVersion() {
    return version;
  }

  @Override
  public Desired render(Source source, String overlay) throws Stopped {
    return renders.render(source, overlay, () -> answer(source, overlay));
  }

  @Override
  public String yaml(Source source, String overlay) throws Stopped {
    CliAnswer answer = answer(source, overlay);
    return new String(answer.yaml(), StandardCharsets.UTF_8);
  }

  @Override
  public Counts counts() {
    return renders.counts();
  }

  @Override
  public void close() {
    // Each run has ended, or is ended by its time limit.
  }

  private CliAnswer answer(Source source, String overlay) throws Stopped {
    String place = RememberedRenders.place(source, overlay);
    quarantine.suspects(place, source.tree());
    Reachable reachable = Reachable.from(source.tree(), overlay);
    turns.acquireUninterruptibly();
    try (WorkingCopy copy = new WorkingCopy(source.tree(), limits)) {
      for (String directory : reachable.directories()) {
        copy.add(directory);
      }
      if (reachable.isPlain()) {
        PlainDirectory.makeKustomization(copy, overlay);
      }
      return run(copy, place, overlay, reachable);
    } catch (IOException | UncheckedIOException e) {
      throw new Stopped(unavailable(command, e), e);
    } finally {
      turns.release();
    }
  }

  private CliAnswer run(WorkingCopy copy, String place, String overlay, Reachable reachable)
      throws Stopped, IOException {
    try {
      Run run =
          command.run(
              copy.root(),
              List.of("build", copy.root().resolve(overlay).toString()),
              limits.timeout(),
              limits.outputBytes());
      quarantine.clear(place);
      return new CliAnswer(run, reachable, failure(run, copy, overlay), limits);
    } catch (TimeoutException e) {
      Failure timedOut =
          Failure.at(
              Reason.RENDER_TIMEOUT,
              Origin.file(overlay),
              "",
              "rendering took longer than " + limits.timeout().toSeconds() + " s and was stopped",
              "Look for a base that is included over and over, or split the overlay;"
                  + " sluice.render.timeout raises the limit");
      throw new Stopped(quarantine.blame(place, reachable.closure(), timedOut), e);
    }
  }

  private Optional<Failure> failure(Run run, WorkingCopy copy, String overlay) throws IOException {
    if (run.output().length > limits.outputBytes()) {
      return Optional.of(
          Failure.at(
              Reason.RENDER_LIMIT_EXCEEDED,
              Origin.file(overlay),
              "",
              "the result has more than %,d bytes".formatted(limits.outputBytes()),
              "Split the overlay, or raise sluice.render.max-output"));
    }
    if (run.exitCode() == 0) {
      return Optional.empty();
    }
    LOG.debugf("kustomize ended with exit code %d over %s", run.exitCode(), overlay);
    return Optional.of(
        Failure.at(
            Reason.RENDER_FAILED,
            Origin.file(overlay),
            "",
            "kustomize says: " + CliWords.cleaned(run.log(), copy),
            "Run kustomize build " + overlay + " in a clone to see all of it"));
  }

  private static Failure unavailable(KustomizeCommand command, Exception e) {
    return Failure.of(
        Reason.RENDERER_UNAVAILABLE,
        "the kustomize command " + command.program() + " cannot be run: " + e.getMessage(),
        "Check that it is the program for this platform, and that there is room for temporary"
            + " files");
  }
}
