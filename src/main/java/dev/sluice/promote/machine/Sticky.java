package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.SoakEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which candidate newer ones have to wait for, where candidates are sticky. */
final class Sticky {

  /**
   * So many that were asked about and then replaced are a stream: the next one is kept, or none
   * would ever get through half of its soak.
   */
  static final int STREAM = 3;

  /** How long a stream is remembered where no soak says how long things take. */
  static final Duration TURN = Duration.ofHours(1);

  private Sticky() {}

  /** Approved, or half of its soak is over, or it is the one that a stream of commits left. */
  static boolean keeps(Work work, Promotion promotion) {
    return isApproved(work, promotion)
        || soaks(work).stream().anyMatch(soak -> isHalfOver(work, promotion, soak))
        || isInStream(work);
  }

  private static boolean isApproved(Work work, Promotion promotion) {
    List<Gate.Approval> gates =
        work.facts().policy().gates(Gate.Phase.PRE).stream()
            .filter(Gate.Approval.class::isInstance)
            .map(Gate.Approval.class::cast)
            .toList();
    return Words.about(work, promotion.digest()).stream()
        .filter(voice -> voice.decision() == ApprovalRecord.Decision.APPROVE)
        .anyMatch(voice -> gates.stream().anyMatch(gate -> stands(work, voice, gate)));
  }

  private static boolean stands(Work work, ApprovalRecord voice, Gate.Approval gate) {
    return gate.expiry().isZero() || work.now().isBefore(voice.at().plus(gate.expiry()));
  }

  private static boolean isHalfOver(Work work, Promotion promotion, Gate.Soak soak) {
    Optional<GateResult> result =
        promotion.gates().stream()
            .filter(one -> one.gate().equals(soak.name()) && one.kind().equals(soak.word()))
            .findFirst();
    if (result.isEmpty()) {
      return false;
    }
    if (result.get().verdict() == Verdict.PASS) {
      return true;
    }
    // One that is pending tells how much of it is left; without that it does not run yet.
    return SoakEvidence.parse(result.get().evidence())
        .filter(soaked -> soaked.leftAt(work.now()).compareTo(soak.duration().dividedBy(2)) <= 0)
        .isPresent();
  }

  private static boolean isInStream(Work work) {
    Duration turn =
        soaks(work).stream().map(Gate.Soak::duration).max(Comparator.naturalOrder()).orElse(TURN);
    Instant begin = work.now().minus(turn);
    return work.all().stream()
            .filter(one -> one.state() == State.SUPERSEDED && one.release().isEmpty())
            .filter(one -> !one.gates().isEmpty() && one.since().isAfter(begin))
            .count()
        >= STREAM;
  }

  private static List<Gate.Soak> soaks(Work work) {
    return work.facts().policy().gates(Gate.Phase.PRE).stream()
        .filter(Gate.Soak.class::isInstance)
        .map(Gate.Soak.class::cast)
        .toList();
  }
}
