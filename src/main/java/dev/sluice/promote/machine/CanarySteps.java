package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A release that gets a growing share of the traffic. Each step is recorded before it is applied,
 * lasts as long as its policy says, and is left only when the gates passed that are asked
 * meanwhile.
 */
final class CanarySteps {

  private CanarySteps() {}

  static void step(Work work, Promotion promotion, Course.Canary course, Instant since) {
    PromotionPolicy policy = work.facts().policy();
    if (course.step() == 0) {
      // Nobody uses it yet: there is nothing to analyse, it only has to stand.
      Instant enough = since.plus(policy.minHealthy());
      if (work.now().isBefore(enough)) {
        until(work, promotion, enough, "the canary is healthy, and gets no traffic yet");
      } else {
        advance(work, promotion, course, List.of());
      }
      return;
    }
    String at = at(course, policy);
    Promotion verifying = Edit.of(promotion).state(State.VERIFYING, work.now()).message(at).done();
    Trial.of(work, verifying, Gate.Phase.DURING, at)
        .ifPresent(passed -> leave(work, passed, course, since, at));
  }

  private static void leave(
      Work work, Trial.Passed passed, Course.Canary course, Instant since, String at) {
    Instant enough = since.plus(lasts(work.facts().policy()));
    if (work.now().isBefore(enough)) {
      until(work, passed.promotion(), enough, at);
    } else {
      advance(work, passed.promotion(), course, passed.results());
    }
  }

  private static void until(Work work, Promotion promotion, Instant enough, String message) {
    AfterCommit.waits(work, promotion, State.VERIFYING, "%s; until %s".formatted(message, enough));
    work.recheck(enough);
  }

  private static void advance(
      Work work, Promotion promotion, Course.Canary course, List<GateResult> passed) {
    PromotionPolicy policy = work.facts().policy();
    List<Integer> weights = weights(policy);
    int next = course.step() + 1;
    boolean more = next <= weights.size();
    String what =
        more
            ? share(next, weights.get(next - 1), weights.size())
            : "takes the place of release %d".formatted(course.stable().number());
    Trial.enter(
        work,
        promotion,
        passed,
        what,
        more ? Phases.share(next, weights.get(next - 1)) : Phases.whole());
  }

  private static Duration lasts(PromotionPolicy policy) {
    Duration pause =
        policy.strategy() instanceof Strategy.Canary canary ? canary.pause() : Duration.ZERO;
    return pause.compareTo(policy.minHealthy()) > 0 ? pause : policy.minHealthy();
  }

  /** Those of the policy that is in force now; where it knows of none any more, none are left. */
  private static List<Integer> weights(PromotionPolicy policy) {
    return policy.strategy() instanceof Strategy.Canary canary ? canary.weights() : List.of();
  }

  private static String at(Course.Canary course, PromotionPolicy policy) {
    return share(course.step(), course.weight(), weights(policy).size());
  }

  private static String share(int step, int weight, int steps) {
    return "canary with %d %% of the traffic (step %d of %d)".formatted(weight, step, steps);
  }
}
