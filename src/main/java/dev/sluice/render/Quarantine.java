package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Renders that hung or blew up a worker: tried again only in a worker of their own, with growing
 * pauses, until one of the files changes that they had asked for.
 */
final class Quarantine {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 6;

  private final Clock clock;
  private final Map<String, Suspect> suspects = new ConcurrentHashMap<>();

  private record Suspect(
      SortedMap<String, String> asked, int times, Instant nextTry, Failure failure) {}

  Quarantine(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether a place has blown up a worker with these very files.
   *
   * @throws Stopped when it has, and it is not time yet for another try
   */
  boolean suspects(String place, SourceTree tree) throws Stopped {
    Suspect suspect = suspects.get(place);
    if (suspect == null) {
      return false;
    }
    if (!new TreeView(tree).holds(suspect.asked())) {
      suspects.remove(place, suspect);
      return false;
    }
    if (clock.instant().isBefore(suspect.nextTry())) {
      throw new Stopped(suspect.failure());
    }
    return true;
  }

  /** A place has hung or blown up a worker. Returns the failure, for throwing. */
  Failure blame(String place, SortedMap<String, String> asked, Failure failure) {
    suspects.compute(
        place,
        (key, before) -> {
          int times = Optional.ofNullable(before).map(Suspect::times).orElse(0);
          Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, DOUBLINGS));
          return new Suspect(asked, times + 1, clock.instant().plus(pause), failure);
        });
    return failure;
  }

  /** A place has rendered. */
  void clear(String place) {
    suspects.remove(place);
  }
}
