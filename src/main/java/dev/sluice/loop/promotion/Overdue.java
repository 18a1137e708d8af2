package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which standbys were not tried when their schedules asked for it. Thread-safe. */
final class Overdue {

  private final Map<Place, Failure> overdue = new ConcurrentHashMap<>();

  private record Place(String repository, String environment) {}

  /** Why the environment of a target counts as not tried; empty while all is well. */
  Optional<Failure> of(TargetId target) {
    return Optional.ofNullable(overdue.get(new Place(target.repository(), target.environment())));
  }

  /**
   * Takes in what was found.
   *
   * @param what which drill was not held, and why; empty for none
   * @return whether that is new
   */
  boolean found(String repository, Environment standby, Optional<String> what) {
    Place place = new Place(repository, standby.name());
    Optional<Failure> now = what.map(message -> failure(standby, message));
    Failure before = now.isPresent() ? overdue.put(place, now.get()) : overdue.remove(place);
    return !now.equals(Optional.ofNullable(before));
  }

  private static Failure failure(Environment standby, String message) {
    return Failure.at(
        Reason.DRILL_OVERDUE,
        standby.origin(),
        "spec.drill",
        message,
        "`sluice dr status %1$s` shows how the last one went; `sluice dr drill %1$s` holds one now"
            .formatted(standby.name()));
  }
}
