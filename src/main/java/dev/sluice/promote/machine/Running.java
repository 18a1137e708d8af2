package dev.sluice.promote.machine;

import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the target's last run found.
 *
 * @param digest what it was brought to; empty when it never ran
 * @param applied whether all of that is applied, hooks included
 * @param health the worst of its objects
 * @param healthSince since when the health has been as it is
 * @param failure the most important thing that went wrong; empty when nothing did
 * @param reachable whether the cluster answers
 * @param irreversible hooks of this release that ran and cannot be taken back, for people; empty
 *     when there are none
 * @param noticing how long the health may speak of the revision before
 */
public record Running(
    String digest,
    boolean applied,
    Health health,
    Instant healthSince,
    Optional<Failure> failure,
    boolean reachable,
    String irreversible,
    Duration noticing) {

  /** One whose health speaks of what was applied from the beginning. */
  public Running(
      String digest,
      boolean applied,
      Health health,
      Instant healthSince,
      Optional<Failure> failure,
      boolean reachable,
      String irreversible) {
    this(digest, applied, health, healthSince, failure, reachable, irreversible, Duration.ZERO);
  }

  /**
   * The same under the digest of the newest release, where that is what was applied together with
   * another one.
   *
   * @param course how the ledger says that they run
   */
  public Running alone(Course course) {
    return digest.equals(course.digest())
        ? new Running(
            course.newest().digest(),
            applied,
            health,
            healthSince,
            failure,
            reachable,
            irreversible,
            noticing)
        : this;
  }

  /** Nothing is known. */
  public static final Running UNKNOWN =
      new Running(
          "",
          false,
          new Health(Health.State.UNKNOWN, "it was not run yet"),
          Instant.EPOCH,
          Optional.empty(),
          true,
          "");
}
