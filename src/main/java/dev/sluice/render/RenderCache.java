package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole renders, kept by what they read. A commit that moved no id in a closure is answered from
 * here, and most commits move none in most closures. What was used longest ago goes first.
 */
final class RenderCache {

  /**
   * The newest one, the one in force while the newest is broken, and what a revert goes back to.
   */
  private static final int PER_PLACE = 4;

  private final int maxPlaces;
  private final long maxBytes;
  private final Map<String, Deque<Kept>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** A render, or the refusal that the same files will meet again. */
  sealed interface Kept {

    /** What it depended on. */
    Closure closure();

    /** Its weight: bytes of the output as JSON, and of the closure. */
    long bytes();

    /** It rendered. */
    record Rendered(Desired desired, long bytes) implements Kept {
      @Override
      public Closure closure() {
        return desired.closure();
      }
    }

    /** It was refused. */
    record Failed(Closure closure, Failure failure, long bytes) implements Kept {}
  }

  /**
   * An empty one.
   *
   * @param maxPlaces the most overlays that are remembered
   * @param maxBytes the greatest sum of weights
   */
  RenderCache(int maxPlaces, long maxBytes) {
    this.maxPlaces = maxPlaces;
    this.maxBytes = maxBytes;
  }

  /** What is known of a place whose closure is the same in this tree. */
  Optional<Kept> find(String place, SourceTree tree) throws Stopped {
    TreeView view = new TreeView(tree);
    for (Kept candidate : candidates(place)) {
      if (view.holds(candidate.closure().ids())) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Keeps a render, unless it is too heavy to be kept at all. */
  synchronized void put(String place, Kept render) {
    if (render.bytes() > maxBytes) {
      return;
    }
    Deque<Kept> ofPlace = kept.computeIfAbsent(place, key -> new ArrayDeque<>());
    ofPlace.removeIf(old -> old.closure().equals(render.closure()) && forgotten(old));
    ofPlace.addFirst(render);
    bytes += render.bytes();
    if (ofPlace.size() > PER_PLACE) {
      forgotten(ofPlace.removeLast());
    }
    Iterator<Deque<Kept>> oldest = kept.values().iterator();
    while ((kept.size() > maxPlaces || bytes > maxBytes) && oldest.hasNext()) {
      Deque<Kept> leaving = oldest.next();
      while (leaving.size() > 1 && bytes > maxBytes) {
        forgotten(leaving.removeLast());
      }
      if (kept.size() > maxPlaces || bytes > maxBytes) {
        leaving.forEach(this::forgotten);
        oldest.remove();
      }
    }
  }

  /** How many renders are kept. */
  synchronized int size() {
    return kept.values().stream().mapToInt(Deque::size).sum();
  }

  private boolean forgotten(Kept old) {
    bytes -= old.bytes();
    return true;
  }

  private synchronized List<Kept> candidates(String place) {
    return Optional.ofNullable(kept.get(place)).map(List::copyOf).orElseGet(List::of);
  }
}
