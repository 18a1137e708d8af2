package dev.sluice.render;

import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Renders by real kustomize in worker processes, and remembers by what each render read. */
public final class KustomizeRenderer implements Renderer, AutoCloseable {

  private static final int REMEMBERED_OVERLAYS = 2_000;

  private final WorkerPool workers;
  private final RenderLimits limits;
  private final Quarantine quarantine;
  private final RenderCache cache = new RenderCache(REMEMBERED_OVERLAYS);
  private final String engine;

  private KustomizeRenderer(WorkerPool workers, RenderLimits limits, Clock clock) {
    this.workers = workers;
    this.limits = limits;
    this.quarantine = new Quarantine(clock);
    this.engine = "kustomize " + workers.greeting().engineVersion();
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

  /** Name and version of the engine, such as {@code kustomize v0.21.2}. */
  public String engine() {
    return engine;
  }

  /** Version of the {@code kustomize} command that prints the same YAML. */
  public String commandVersion() {
    return workers.greeting().cliVersion();
  }

  @Override
  public Desired render(Source source, String overlay) throws Stopped {
    SourceTree tree = source.tree();
    Optional<RenderCache.Kept> known = cache.find(engine, overlay, tree);
    return answer(known.isPresent() ? known.get() : fresh(tree, overlay));
  }

  @Override
  public String yaml(Source source, String overlay) throws Stopped {
    return new WorkerResult(ask(source.tree(), overlay, "yaml")).yaml();
  }

  @Override
  public void close() {
    workers.close();
  }

  private static Desired answer(RenderCache.Kept kept) throws Stopped {
    return switch (kept) {
      case RenderCache.Kept.Rendered(Desired desired) -> desired;
      case RenderCache.Kept.Failed(Closure closure, Failure failure) -> throw new Stopped(failure);
    };
  }

  private RenderCache.Kept fresh(SourceTree tree, String overlay) throws Stopped {
    WorkerResult result = new WorkerResult(ask(tree, overlay, "json"));
    Closure closure = new Closure(engine, result.closure());
    RenderCache.Kept kept;
    try {
      kept = new RenderCache.Kept.Rendered(desired(result, closure));
    } catch (Stopped refused) {
      kept = new RenderCache.Kept.Failed(closure, refused.failure());
    }
    if (result.repeatable()) {
      cache.put(overlay, kept);
    }
    return kept;
  }

  private Desired desired(WorkerResult result, Closure closure) throws Stopped {
    List<DesiredObject> objects = CanonicalObjects.of(result.objects(), result.origins());
    Map<String, Object> digests = new TreeMap<>();
    objects.forEach(object -> digests.put(object.manifest().key().toString(), object.digest()));
    digests.put("engine", engine);
    return new Desired(
        objects, closure, Digests.sha256(digests), new ArrayList<>(result.warnings()));
  }

  private Frame ask(SourceTree tree, String overlay, String output) throws Stopped {
    String content = tree.find(overlay).map(SourceTree.Entry::id).orElse("");
    Optional<Failure> held = quarantine.holds(overlay, content);
    if (held.isPresent()) {
      throw new Stopped(held.get());
    }
    try {
      Frame result =
          quarantine.suspects(overlay, content)
              ? workers.renderAlone(tree, overlay, output)
              : workers.render(tree, overlay, output);
      quarantine.clear(overlay);
      return result;
    } catch (WorkerProcess.TimedOut e) {
      throw new Stopped(quarantine.blame(overlay, content, timedOut(overlay)), e);
    } catch (IOException | TreeAnswers.ProtocolBroken e) {
      throw new Stopped(quarantine.blame(overlay, content, died(overlay)), e);
    }
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

  private static Failure died(String overlay) {
    return Failure.at(
        Reason.RENDER_LIMIT_EXCEEDED,
        Origin.file(overlay),
        "",
        "the kustomize worker ended in the middle of this render, most likely out of memory",
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
