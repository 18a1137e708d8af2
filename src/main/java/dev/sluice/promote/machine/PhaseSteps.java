package dev.sluice.promote.machine;

import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.time.Instant;

/** A release on its way through the phases of its strategy. */
final class PhaseSteps {

  private PhaseSteps() {}

  /**
   * Takes a release further whose phase is applied and healthy; tells whether it had any phase to
   * go through.
   *
   * @param since since when all has been healthy in this phase
   */
  static boolean step(Work work, Promotion healthy, Instant since) {
    return switch (work.course().orElseThrow()) {
      case Course.Whole ignored -> false;
      case Course.Canary canary -> {
        CanarySteps.step(work, healthy, canary, since);
        yield true;
      }
      case Course.BlueGreen course -> BlueGreenSteps.step(work, healthy, course.slots(), since);
    };
  }

  /** What a release needs beyond its deadline, because its phases last. */
  static Duration time(PromotionPolicy policy) {
    return policy.strategy() instanceof Strategy.Canary canary
        ? canary.pause().multipliedBy(canary.weights().size())
        : Duration.ZERO;
  }
}
