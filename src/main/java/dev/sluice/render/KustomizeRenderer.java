package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Renders by real kustomize in worker processes, and remembers by what each render read. */
public final class KustomizeRenderer implements KustomizeEngine {

  private static final Logger LOG = Logger.getLogger(KustomizeRenderer.class);

  private final WorkerPool workers;
  private final RenderLimits limits;
  private final Quarantine quarantine;
  private final RememberedRenders renders;
  private final String engine;

  private KustomizeRenderer(WorkerPool workers, RenderLimits limits, Clock clock) {
    this.workers = workers;
    this.limits = limits;
    this.quarantine = new Quarantine(clock);
    this.engine = "kustomize " + workers.greeting().engineVersion();
    this.renders = new RememberedRenders(engine);
  }

  /**
   * Starts the first worker.
   *
   * @param count the most renders at a time
   * @return empty when the program holds no worker for this platform
   * @throws Stopped when there is one, and it does not start
   */
  public static Optional<KustomizeRenderer> open(int count, RenderLimits limits, Clock clock)
      throws Stopped {
    try {
      return WorkerPool.open(count, limits)
          .map(workers -> new KustomizeRenderer(workers, limits, clock));
    } catch (IOException e) {
      throw new Stopped(unavailable(e), e);
    }
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public String commandVersion() {
    return workers.greeting().cliVersion();
  }

  @Override
  public Desired render(Source source, String overlay) throws Stopped {
    return renders.render(source, overlay, () -> ask(source, overlay, "json"));
  }

  @Override
  public String yaml(Source source, String overlay) throws Stopped {
    return ask(source, overlay, "yaml").yaml();
  }

  /** The workers, for tests that kill them. */
  WorkerPool workers() {
    return workers;
  }

  @Override
  public Counts counts() {
    return renders.counts();
  }

  @Override
  public void close() {
    workers.close();
  }

  private WorkerResult ask(Source source, String overlay, String output) throws Stopped {
    String place = RememberedRenders.place(source, overlay);
    TreeAnswers answers = new TreeAnswers(source.tree());
    try {
      if (quarantine.suspects(place, source.tree())) {
        return accepted(place, workers.renderAlone(answers, overlay, output), answers, overlay);
      }
      return accepted(place, workers.render(answers, overlay, output), answers, overlay);
    } catch (WorkerFailure.Died e) {
      if (e.ofThisRender()) {
        throw blamed(place, answers, overlay, died(overlay, e), e);
      }
      LOG.warnf("A kustomize worker was lost while it rendered %s: %s", overlay, e.getMessage());
      return again(place, source, overlay, output);
    } catch (WorkerFailure e) {
      throw given(e, place, answers, overlay);
    }
  }

  /** Somebody may have killed the worker: a second one tells whether it was the render. */
  private WorkerResult again(String place, Source source, String overlay, String output)
      throws Stopped {
    TreeAnswers answers = new TreeAnswers(source.tree());
    try {
      return accepted(place, workers.renderAlone(answers, overlay, output), answers, overlay);
    } catch (WorkerFailure e) {
      throw given(e, place, answers, overlay);
    }
  }

  private WorkerResult accepted(String place, Frame frame, TreeAnswers answers, String overlay)
      throws Stopped {
    if (answers.trouble().isPresent()) {
      Stopped trouble = answers.trouble().get();
      throw new Stopped(trouble.failure(), trouble);
    }
    WorkerResult result = new WorkerResult(frame);
    if (result.panicked()) {
      throw new Stopped(quarantine.blame(place, asked(answers, overlay), result.failure()));
    }
    quarantine.clear(place);
    return result;
  }

  private Stopped given(WorkerFailure failure, String place, TreeAnswers answers, String overlay) {
    return switch (failure) {
      case WorkerFailure.TimedOut e -> blamed(place, answers, overlay, timedOut(overlay), e);
      case WorkerFailure.Died e -> blamed(place, answers, overlay, died(overlay, e), e);
      case WorkerFailure.NotStarted e -> new Stopped(unavailable(e), e);
    };
  }

  private Stopped blamed(
      String place, TreeAnswers answers, String overlay, Failure failure, WorkerFailure cause) {
    return new Stopped(quarantine.blame(place, asked(answers, overlay), failure), cause);
  }

  /** A render that asked for nothing yet is known by its directory. */
  private static SortedMap<String, String> asked(TreeAnswers answers, String overlay) {
    SortedMap<String, String> asked = new TreeMap<>(answers.asked());
    asked.putIfAbsent(overlay, TreeView.DIRECTORY);
    return asked;
  }

  private Failure timedOut(String overlay) {
    return Failure.at(
        Reason.RENDER_TIMEOUT,
        Origin.file(overlay),
        "",
        "rendering took longer than " + limits.timeout().toSeconds() + " s and was stopped",
        "Look for a base that is included over and over, or split the overlay;"
            + " sluice.render.timeout raises the limit");
  }

  private static Failure died(String overlay, WorkerFailure.Died death) {
    return Failure.at(
        Reason.RENDER_LIMIT_EXCEEDED,
        Origin.file(overlay),
        "",
        death.ofThisRender()
            ? "the kustomize worker ran out of memory in the middle of this render"
            : "two kustomize workers ended in the middle of this render, the last with exit code "
                + death.exitCode(),
        "Look for YAML aliases that multiply or for very large files;"
            + " sluice.render.memory raises the limit");
  }

  private static Failure unavailable(IOException e) {
    return Failure.of(
        Reason.RENDERER_UNAVAILABLE,
        "the kustomize worker does not start: " + e.getMessage(),
        "Check that the temporary folder allows programs to be run (it must not be mounted noexec)");
  }
}
