package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.SoakEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whose turn it is: one promotion is asked about at a time, and newer ones may take its place. */
final class Queueing {

  private Queueing() {}

  static void step(Work work) {
    expire(work);
    supersede(work);
    admit(work);
  }

  private static void expire(Work work) {
    Duration most = work.facts().policy().maxAge();
    if (most.isZero()) {
      return;
    }
    for (Promotion promotion : waiting(work)) {
      Instant end = promotion.created().plus(most);
      if (!work.now().isBefore(end)) {
        work.put(
            Edit.of(promotion)
                .state(State.EXPIRED, work.now())
                .message("it waited longer than maxAge, since " + promotion.created())
                .recheckAt(Optional.empty())
                .done());
      } else {
        work.recheck(end);
      }
    }
  }

  private static void supersede(Work work) {
    List<Promotion> waiting = waiting(work);
    Optional<Promotion> urgent =
        waiting.stream().filter(one -> one.kind() != Entry.Kind.PROMOTE).reduce((a, b) -> b);
    if (urgent.isPresent()) {
      waiting.stream()
          .filter(one -> !one.equals(urgent.get()))
          .forEach(one -> superseded(work, one, urgent.get()));
      return;
    }
    if (waiting.size() < 2) {
      return;
    }
    Promotion newest = waiting.getLast();
    switch (work.facts().policy().supersede()) {
      case LATEST ->
          waiting.stream()
              .filter(one -> !one.equals(newest))
              .forEach(one -> superseded(work, one, newest));
      case STICKY ->
          waiting.stream()
              .filter(one -> !one.equals(newest))
              .filter(one -> one.state() == State.PENDING || !isKept(work, one))
              .forEach(one -> superseded(work, one, newest));
      case QUEUE -> {} // each in its turn
    }
  }

  /** Approved, or at least half of its soak is over. */
  private static boolean isKept(Work work, Promotion promotion) {
    boolean approved =
        work.facts().approvals().stream()
            .anyMatch(approval ->
                approval.digest().equals(promotion.digest())
                    && approval.decision() == ApprovalRecord.Decision.APPROVE);
    return approved
        || work.facts().policy().gates(Gate.Phase.PRE).stream()
            .anyMatch(
                gate -> gate instanceof Gate.Soak soak && isHalfSoaked(work, promotion, soak));
  }

  private static boolean isHalfSoaked(Work work, Promotion promotion, Gate.Soak soak) {
    Optional<GateResult> result =
        promotion.gates().stream().filter(one -> one.gate().equals(soak.name())).findFirst();
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

  private static void superseded(Work work, Promotion promotion, Promotion by) {
    work.put(
        Edit.of(promotion)
            .state(State.SUPERSEDED, work.now())
            .message("%s came (%s)".formatted(by.commit(), by.id()))
            .recheckAt(Optional.empty())
            .done());
  }

  /** The next one is asked about, if nothing else is under way. */
  private static void admit(Work work) {
    boolean free = work.open().stream().allMatch(one -> one.state() == State.PENDING);
    if (free) {
      waiting(work).stream()
          .min(Comparator.comparing((Promotion one) -> one.kind() == Entry.Kind.PROMOTE))
          .ifPresent(next ->
              work.put(
                  Edit.of(next)
                      .state(State.GATING, work.now())
                      .message("its gates are asked")
                      .done()));
    }
  }

  /** Those that are not in the ledger, the oldest first. */
  private static List<Promotion> waiting(Work work) {
    return work.open().stream().filter(one -> one.state().isBeforeCommit()).toList();
  }
}
