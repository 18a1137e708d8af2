package dev.sluice.render;

import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.RenderCache.Kept;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What every engine does around a render: answer from memory, and render the same thing once. */
final class RememberedRenders {

  private static final int OVERLAYS = 5_000;
  private static final long BYTES = 64L << 20;

  private final String engine;
  private final RenderCache cache = new RenderCache(OVERLAYS, BYTES);
  private final Map<Flight, CompletableFuture<Kept>> flights = new ConcurrentHashMap<>();
  private final LongAdder rendered = new LongAdder();
  private final LongAdder remembered = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /** A render under way: equal ones can share the result. */
  private record Flight(String place, String tree) {}

  /** What an engine answered, before anything was made of it. */
  interface Answer {

    /** What it depended on: mark by path, see {@link TreeView}. */
    Map<String, String> closure();

    /** Whether the same closure will meet the same answer. */
    boolean repeatable();

    /** Bytes of the output. */
    long bytes();

    /**
     * The objects, canonical.
     *
     * @throws Stopped when the engine refused the overlay, or an object is not acceptable
     */
    List<DesiredObject> objects() throws Stopped;

    /** What the user should be told, a line each. */
    List<String> warnings();
  }

  /** Asks the engine. */
  @FunctionalInterface
  interface Engine {
    Answer ask() throws Stopped;
  }

  RememberedRenders(String engine) {
    this.engine = engine;
  }

  /** The name under which an overlay is remembered. */
  static String place(Source source, String overlay) {
    return source.revision().repository() + " " + overlay;
  }

  /** From memory, or from a render of the same tree that is under way, or else from the engine. */
  Desired render(Source source, String overlay, Engine ask) throws Stopped {
    String place = place(source, overlay);
    var known = cache.find(place, source.tree());
    if (known.isPresent()) {
      remembered.increment();
    }
    Kept kept = known.isPresent() ? known.get() : shared(place, source.tree(), ask);
    return switch (kept) {
      case Kept.Rendered(Desired desired, long bytes) -> desired;
      case Kept.Failed(Closure closure, Failure failure, long bytes) -> throw new Stopped(failure);
    };
  }

  private Kept shared(String place, SourceTree tree, Engine ask) throws Stopped {
    String root = tree.find("").map(SourceTree.Entry::id).orElse("");
    if (root.isEmpty()) {
      return fresh(place, ask); // a tree without ids cannot be told from another
    }
    Flight flight = new Flight(place, root);
    CompletableFuture<Kept> mine = new CompletableFuture<>();
    CompletableFuture<Kept> first = flights.putIfAbsent(flight, mine);
    if (first != null) {
      return landed(first);
    }
    try {
      mine.complete(fresh(place, ask));
    } catch (Stopped | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(flight);
    }
    return mine.join();
  }

  private static Kept landed(CompletableFuture<Kept> flight) throws Stopped {
    try {
      return flight.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Stopped stopped) {
        throw new Stopped(stopped.failure(), stopped);
      }
      throw e;
    }
  }

  /** How many there were. */
  KustomizeEngine.Counts counts() {
    return new KustomizeEngine.Counts(rendered.sum(), remembered.sum(), failed.sum());
  }

  private Kept fresh(String place, Engine ask) throws Stopped {
    Answer answer;
    try {
      answer = ask.ask();
    } catch (Stopped stopped) {
      failed.increment();
      throw stopped;
    }
    Closure closure = new Closure(engine, new TreeMap<>(answer.closure()));
    long bytes = answer.bytes();
    for (Map.Entry<String, String> entry : closure.ids().entrySet()) {
      bytes += entry.getKey().length() + entry.getValue().length();
    }
    Kept kept;
    try {
      kept = new Kept.Rendered(desired(answer, closure), bytes);
      rendered.increment();
    } catch (Stopped refused) {
      kept = new Kept.Failed(closure, refused.failure(), bytes);
      failed.increment();
    }
    if (answer.repeatable()) {
      cache.put(place, kept);
    }
    return kept;
  }

  private Desired desired(Answer answer, Closure closure) throws Stopped {
    List<DesiredObject> objects = answer.objects();
    Map<String, Object> digests = new TreeMap<>();
    objects.forEach(object -> digests.put(object.manifest().key().toString(), object.digest()));
    digests.put("engine", engine);
    return new Desired(objects, closure, Digests.sha256(digests), answer.warnings());
  }
}
