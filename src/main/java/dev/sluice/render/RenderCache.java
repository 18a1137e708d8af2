package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whole renders, kept by what they read. A commit that moved no id in a closure is answered from
 * here, and most commits move none in most closures.
 */
final class RenderCache {

  /**
   * The newest one, the one in force while the newest is broken, and what a revert goes back to.
   */
  private static final int PER_OVERLAY = 4;

  private final int overlays;
  private final Map<String, Deque<Kept>> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** A render, or the refusal that the same files will meet again. */
  sealed interface Kept {

    /** What it depended on. */
    Closure closure();

    /** It rendered. */
    record Rendered(Desired desired) implements Kept {
      @Override
      public Closure closure() {
        return desired.closure();
      }
    }

    /** It was refused. */
    record Failed(Closure closure, dev.sluice.model.Failure failure) implements Kept {}
  }

  RenderCache(int overlays) {
    this.overlays = overlays;
  }

  /** What is known of an overlay whose closure is the same in this tree. */
  Optional<Kept> find(String engine, String overlay, SourceTree tree) throws Stopped {
    for (Kept candidate : candidates(overlay)) {
      if (candidate.closure().engine().equals(engine) && holds(candidate.closure(), tree)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Keeps a render. */
  synchronized void put(String overlay, Kept render) {
    Deque<Kept> ofOverlay = kept.computeIfAbsent(overlay, path -> new ArrayDeque<>());
    ofOverlay.removeIf(old -> old.closure().equals(render.closure()));
    ofOverlay.addFirst(render);
    if (ofOverlay.size() > PER_OVERLAY) {
      ofOverlay.removeLast();
    }
    Iterator<String> oldest = kept.keySet().iterator();
    while (kept.size() > overlays && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }

  private synchronized Iterable<Kept> candidates(String overlay) {
    Deque<Kept> ofOverlay = kept.get(overlay);
    return ofOverlay == null ? java.util.List.of() : java.util.List.copyOf(ofOverlay);
  }

  private static boolean holds(Closure closure, SourceTree tree) throws Stopped {
    for (Map.Entry<String, String> entry : closure.ids().entrySet()) {
      Optional<SourceTree.Entry> now = tree.find(entry.getKey());
      if (!entry.getValue().equals(id(now, entry.getValue()))) {
        return false;
      }
    }
    return true;
  }

  private static String id(Optional<SourceTree.Entry> entry, String expected) {
    if (entry.isEmpty()) {
      return "";
    }
    boolean directory = entry.get().type() == SourceTree.Type.DIRECTORY;
    return directory && expected.equals("dir") ? "dir" : entry.get().id();
  }
}
