package dev.sluice.loop;

import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Until when the sync of each target has to be through. The time of a revision begins with its
 * first write; a newer revision has a time of its own, and a restart of the daemon begins anew.
 * Thread-safe.
 */
public final class SyncDeadlines {

  private final Clock clock;
  private final Map<TargetId, Begun> begun = new ConcurrentHashMap<>();

  private record Begun(String revision, Instant at) {}

  /** Deadlines by this clock. */
  public SyncDeadlines(Clock clock) {
    this.clock = clock;
  }

  /** The deadline of a revision, which begins now unless it has begun before. */
  Instant of(Target target, String revision) {
    Begun first =
        begun.compute(
            target.id(),
            (id, known) ->
                known != null && known.revision().equals(revision)
                    ? known
                    : new Begun(revision, clock.instant()));
    return first.at().plus(target.sync().timeout());
  }

  /** Whether the sync of this revision has begun and is not through. */
  boolean isUnderWay(TargetId target, String revision) {
    Begun known = begun.get(target);
    return known != null && known.revision().equals(revision);
  }

  /** The sync is through: all is applied and healthy. */
  void through(TargetId target) {
    begun.remove(target);
  }

  /** Whether a deadline has passed. */
  boolean hasPassed(Instant deadline) {
    return !clock.instant().isBefore(deadline);
  }
}
