package dev.sluice.loop;

import dev.sluice.model.TargetId;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many workers the targets of one cluster hold at a time. A cluster that never answers keeps
 * what it has until its requests time out; the rest serves the others. Used by one queue, under its
 * lock.
 */
public final class Pools {

  private final Function<TargetId, String> poolOf;
  private final int most;
  private final Map<String, Integer> running = new HashMap<>();

  /**
   * Pools by cluster.
   *
   * @param poolOf the cluster of a target
   * @param most the most workers that one cluster holds at a time; at least one
   */
  public Pools(Function<TargetId, String> poolOf, int most) {
    this.poolOf = poolOf;
    this.most = Math.max(1, most);
  }

  /** Takes the first target whose cluster has a worker left; null when there is none. */
  @Nullable TargetId next(Deque<TargetId> waiting) {
    for (Iterator<TargetId> all = waiting.iterator(); all.hasNext(); ) {
      TargetId target = all.next();
      if (running.getOrDefault(poolOf.apply(target), 0) < most) {
        all.remove();
        return target;
      }
    }
    return null;
  }

  /** A target starts to run; the answer is what {@link #leave} has to be told. */
  String enter(TargetId target) {
    // Kept by the caller: the target may be in another cluster, or gone, when the run ends.
    String pool = poolOf.apply(target);
    running.merge(pool, 1, Integer::sum);
    return pool;
  }

  void leave(String pool) {
    running.computeIfPresent(pool, (name, count) -> count == 1 ? null : count - 1);
  }
}
