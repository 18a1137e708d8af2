package dev.sluice.promote.gate;

import dev.sluice.model.DurationText;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.SoakEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What would run was verified upstream, and upstream has been healthy for a while since. The time
 * goes on when upstream moves to something newer, which contains it: under a steady stream of
 * commits nothing would ever be through otherwise. It ends when upstream takes the release back,
 * and stands still while upstream is not healthy, or nobody can tell.
 */
final class SoakGate {

  /** How much a restart may cost: the time so far is put on record this often. */
  private static final Duration MOST_LOST = Duration.ofMinutes(30);

  private static final Duration LEAST_STEP = Duration.ofMinutes(1);
  private static final int STEPS = 48;

  private SoakGate() {}

  /** Where it soaks. */
  private record Basin(String where, String releases, Instant since, HealthTimes times) {

    static Basin of(Upstream upstream) {
      return new Basin(
          upstream.environment(),
          upstream.environment() + " " + upstream.release().orElseThrow().number(),
          upstream.verifiedAt().orElseThrow(),
          upstream.healthTimes());
    }

    Basin and(Basin other) {
      return new Basin(
          where + ", " + other.where,
          releases + ", " + other.releases,
          since.isAfter(other.since) ? since : other.since,
          times.and(other.times));
    }
  }

  static Finding ask(Gate.Soak gate, GateContext context) {
    return switch (context.follows()) {
      case Follows.Ref ref ->
          Finding.error("it follows %s: there is no environment to soak in".formatted(ref.name()));
      case Follows.Upstream follows -> ask(gate, context, follows);
    };
  }

  private static Finding ask(Gate.Soak gate, GateContext context, Follows.Upstream follows) {
    List<Upstream> known =
        follows.environments().stream()
            .filter(context.upstreams()::containsKey)
            .map(context.upstreams()::get)
            .toList();
    List<Basin> open =
        known.stream().filter(one -> one.verifiedAt().isPresent()).map(Basin::of).toList();
    Optional<Basin> basin =
        switch (follows.match()) {
          case ANY ->
              open.stream()
                  .max(
                      Comparator.comparing(
                          (Basin one) -> one.times().between(one.since(), context.now())));
          case ALL ->
              open.size() == follows.environments().size()
                  ? open.stream().reduce(Basin::and)
                  : Optional.empty();
        };
    if (basin.isEmpty()) {
      return Finding.pending(
              known.stream()
                  .filter(one -> one.verifiedAt().isEmpty())
                  .map(Upstream::problem)
                  .findFirst()
                  .orElse("the ledger of what it follows cannot be read"))
          .recheck(context.now().plus(LEAST_STEP));
    }
    return soak(gate, context, basin.get());
  }

  private static Finding soak(Gate.Soak gate, GateContext context, Basin basin) {
    Instant now = context.now();
    Object[] inputs = {basin.releases(), basin.since(), gate.duration()};
    Optional<GateResult> before =
        context
            .before(gate)
            .filter(result ->
                result
                    .inputs()
                    .equals(
                        Gates.inputs(
                            gate, context.promotion(), Finding.pass("").from(inputs).inputs())));
    Instant from = before.map(GateResult::decidedAt).orElse(basin.since());
    Duration then =
        before
            .flatMap(result -> SoakEvidence.parse(result.evidence()))
            .map(evidence -> evidence.leftAt(from))
            .orElse(gate.duration());
    Duration left = then.minus(basin.times().between(from, now));
    if (!left.isPositive() || isOver(before)) {
      return Finding.pass(
              "soaked for %s in %s".formatted(DurationText.of(gate.duration()), basin.where()))
          .from(inputs);
    }
    Finding finding =
        basin.times().isHealthy()
            ? Finding.pending("soaks in %s until %s".formatted(basin.where(), now.plus(left)))
                .seen(new SoakEvidence.Until(now.plus(left)).toString())
            : Finding.pending(
                    "stands still with %s left: %s is not healthy"
                        .formatted(DurationText.of(left), basin.where()))
                .seen(new SoakEvidence.Left(left).toString());
    Duration step = step(gate);
    Instant next = now.plus(left.compareTo(step) < 0 ? left : step);
    boolean old = !now.isBefore(from.plus(step));
    Finding complete = finding.from(inputs).recheck(next);
    return old && basin.times().isHealthy() ? complete.renewed() : complete;
  }

  private static boolean isOver(Optional<GateResult> before) {
    return before.filter(result -> result.verdict() == Verdict.PASS).isPresent();
  }

  private static Duration step(Gate.Soak gate) {
    Duration step = gate.duration().dividedBy(STEPS);
    if (step.compareTo(LEAST_STEP) < 0) {
      return LEAST_STEP;
    }
    return step.compareTo(MOST_LOST) > 0 ? MOST_LOST : step;
  }
}
