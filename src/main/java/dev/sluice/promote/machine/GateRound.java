package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What some gates say together.
 *
 * @param results what those said that were asked, in the order of the policy
 * @param unasked names of those that were not asked in this decision
 * @param recheckAt the earliest time at which one wants to be asked again
 */
record GateRound(List<GateResult> results, List<String> unasked, Optional<Instant> recheckAt) {

  /** What it comes to. */
  enum Sum {
    /** Not all were asked. */
    ASK,
    PASS,
    FAIL,
    INCONCLUSIVE,
    /** Also where the evidence could not be had: that never opens a gate. */
    PENDING
  }

  static GateRound of(Work work, Promotion promotion, List<Gate> gates) {
    Map<String, Facts.Answer> answers =
        work.facts().evaluated().getOrDefault(promotion.id(), Map.of());
    List<GateResult> results = new ArrayList<>();
    List<String> unasked = new ArrayList<>();
    Optional<Instant> recheckAt = Optional.empty();
    for (Gate gate : gates) {
      if (promotion.skipped().containsKey(gate.name())) {
        continue;
      }
      Facts.Answer answer = answers.get(gate.name());
      if (answer == null) {
        unasked.add(gate.name());
      } else {
        results.add(answer.result());
        if (answer.result().verdict() != Verdict.PASS) {
          recheckAt = earlier(recheckAt, answer.recheckAt());
        }
      }
    }
    return new GateRound(results, unasked, recheckAt);
  }

  /** The results of both, which were asked one after the other. */
  GateRound and(GateRound later) {
    List<GateResult> all = new ArrayList<>(results);
    all.addAll(later.results);
    return new GateRound(all, later.unasked, earlier(recheckAt, later.recheckAt));
  }

  Sum sum() {
    if (has(Verdict.FAIL)) {
      return Sum.FAIL;
    }
    if (!unasked.isEmpty()) {
      return Sum.ASK;
    }
    if (has(Verdict.INCONCLUSIVE)) {
      return Sum.INCONCLUSIVE;
    }
    return has(Verdict.PENDING) || has(Verdict.ERROR) ? Sum.PENDING : Sum.PASS;
  }

  /** What keeps it shut, the most important first. */
  String why() {
    for (Verdict verdict :
        List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.ERROR, Verdict.PENDING)) {
      Optional<GateResult> found =
          results.stream().filter(result -> result.verdict() == verdict).findFirst();
      if (found.isPresent()) {
        return "%s: %s".formatted(found.get().gate(), found.get().reason());
      }
    }
    return "all gates passed";
  }

  /**
   * The promotion with these results. What gates said that were not asked now stays, as long as the
   * policy has them: a candidate does not lose its soak while a window is shut.
   */
  Edit recorded(Promotion promotion, PromotionPolicy policy) {
    List<GateResult> all = new ArrayList<>();
    for (Gate gate : policy.gates()) {
      if (!promotion.skipped().containsKey(gate.name())) {
        of(gate, results).or(() -> of(gate, promotion.gates())).ifPresent(all::add);
      }
    }
    return Edit.of(promotion).gates(all).recheckAt(recheckAt);
  }

  private static Optional<GateResult> of(Gate gate, List<GateResult> results) {
    return results.stream()
        .filter(one -> one.gate().equals(gate.name()) && one.phase() == gate.phase())
        .filter(one -> one.kind().equals(gate.word()))
        .findFirst();
  }

  private boolean has(Verdict verdict) {
    return results.stream().anyMatch(result -> result.verdict() == verdict);
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }
}
