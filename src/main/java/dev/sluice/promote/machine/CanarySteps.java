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
import java.util.Map;
import java.util.TreeMap;

/**
 * A release that gets a growing share of the traffic. Each step is recorded before it is applied,
 * lasts as long as its policy says, and is left only when the gates passed that are asked
 * meanwhile.
 */
final class CanarySteps {

  private static final Duration SOON = Duration.ofSeconds(5);

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
    GateRound round = GateRound.of(work, promotion, policy.gates(Gate.Phase.DURING));
    Promotion asked = round.recorded(promotion, policy).done();
    String at = at(course, policy);
    switch (round.sum()) {
      case ASK -> {
        work.put(Edit.of(promotion).state(State.VERIFYING, work.now()).message(at).done());
        work.ask(promotion, round.unasked());
      }
      case FAIL -> AfterCommit.fail(work, asked, at + ": " + round.why());
      case INCONCLUSIVE ->
          AfterCommit.waits(
              work,
              asked,
              State.PAUSED,
              "%s: %s: a person resumes it or fails it".formatted(at, round.why()));
      case PENDING -> {
        AfterCommit.waits(work, asked, State.VERIFYING, at + ": " + round.why());
        round.recheckAt().ifPresent(work::recheck);
      }
      case PASS -> {
        Instant enough = since.plus(lasts(policy));
        if (work.now().isBefore(enough)) {
          until(work, asked, enough, at);
        } else {
          advance(work, asked, course, round.results());
        }
      }
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
    List<String> during = policy.gates(Gate.Phase.DURING).stream().map(Gate::name).toList();
    Map<String, String> answered = new TreeMap<>(promotion.skipped());
    answered.keySet().retainAll(during);
    // What a person said of one step does not count for the next.
    work.put(
        Edit.of(promotion).unskip(during).state(State.APPLYING, work.now()).message(what).done());
    work.append(
        Entries.phase(
            work,
            promotion,
            what,
            passed,
            Map.copyOf(answered),
            more ? Phases.share(next, weights.get(next - 1)) : Phases.whole()));
    work.recheck(work.now().plus(SOON));
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
