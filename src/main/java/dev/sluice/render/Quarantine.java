package dev.sluice.render;

import dev.sluice.model.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Overlays that hung or blew up a worker: tried again only in a worker of their own, with growing
 * pauses, until their files change.
 */
final class Quarantine {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 6;

  private final Clock clock;
  private final Map<String, Suspect> suspects = new ConcurrentHashMap<>();

  private record Suspect(String content, int times, Instant nextTry, Failure failure) {}

  Quarantine(Clock clock) {
    this.clock = clock;
  }

  /** Why an overlay is not even tried now; empty when it may be. */
  Optional<Failure> holds(String overlay, String content) {
    return suspect(overlay, content)
        .filter(suspect -> clock.instant().isBefore(suspect.nextTry()))
        .map(Suspect::failure);
  }

  /** Whether an overlay has blown up a worker with these very files. */
  boolean suspects(String overlay, String content) {
    return suspect(overlay, content).isPresent();
  }

  /** An overlay has hung or blown up a worker. Returns the failure, for throwing. */
  Failure blame(String overlay, String content, Failure failure) {
    suspects.compute(
        overlay,
        (path, before) -> {
          int times = before != null && before.content().equals(content) ? before.times() : 0;
          Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, DOUBLINGS));
          return new Suspect(content, times + 1, clock.instant().plus(pause), failure);
        });
    return failure;
  }

  /** An overlay has rendered. */
  void clear(String overlay) {
    suspects.remove(overlay);
  }

  private Optional<Suspect> suspect(String overlay, String content) {
    return Optional.ofNullable(suspects.get(overlay))
        .filter(suspect -> suspect.content().equals(content));
  }
}
