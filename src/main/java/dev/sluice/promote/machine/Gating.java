package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.GateRecord;
import java.util.List;
import java.util.Optional;

/** Asks the gates before a release; all of them anew, every time. */
final class Gating {

  private Gating() {}

  static void step(Work work) {
    work.open().stream()
        .filter(promotion -> promotion.state() == State.GATING)
        .forEach(promotion -> step(work, promotion));
  }

  private static void step(Work work, Promotion gating) {
    Promotion promotion = current(work, gating);
    if (isVetoed(work, promotion)) {
      work.put(
          Edit.of(promotion)
              .state(State.REJECTED, work.now())
              .message(
                  "what it renders to was taken back here meanwhile; `sluice retry` lifts the veto")
              .recheckAt(Optional.empty())
              .done());
      return;
    }
    Optional<String> shut = shut(work, promotion);
    if (shut.isPresent()) {
      work.put(Edit.of(promotion).message(shut.get()).recheckAt(Optional.empty()).done());
      return;
    }
    PromotionPolicy policy = work.facts().policy();
    GateRound round = round(work, promotion, policy.gates(Gate.Phase.PRE));
    Promotion asked = round.recorded(promotion, policy).done();
    switch (round.sum()) {
      case ASK -> {
        work.put(promotion);
        work.ask(promotion, round.unasked());
      }
      case FAIL ->
          work.put(
              Edit.of(asked)
                  .state(State.REJECTED, work.now())
                  .message(round.why())
                  .recheckAt(Optional.empty())
                  .done());
      case PENDING, INCONCLUSIVE -> {
        work.put(Edit.of(asked).message(round.why()).done());
        round.recheckAt().ifPresent(work::recheck);
      }
      case PASS -> passed(work, asked);
    }
  }

  /** A veto that came after it did; one that its own request is about to lift does not count. */
  private static boolean isVetoed(Work work, Promotion promotion) {
    return promotion.kind() != Entry.Kind.ROLLBACK
        && work.standing().vetoed().contains(promotion.digest())
        && work.facts().requests().stream()
            .noneMatch(request -> Ids.of(work.facts().target(), request).equals(promotion.id()));
  }

  private static void passed(Work work, Promotion promotion) {
    Company company = work.facts().company();
    if (work.appends()) {
      work.put(promotion);
      work.later();
    } else if (company.never().isPresent() && givesWay(work, promotion)) {
      boolean back = promotion.kind() == Entry.Kind.ROLLBACK;
      work.put(
          Edit.of(promotion)
              .state(back ? State.REJECTED : State.SUPERSEDED, work.now())
              .message(company.never().get())
              .recheckAt(Optional.empty())
              .done());
    } else if (company.notYet().isPresent()) {
      work.ready(promotion);
      work.put(Edit.of(promotion).message("its gates passed; " + company.notYet().get()).done());
    } else {
      Committing.begin(work, promotion);
    }
  }

  /** What waits for a companion that was refused keeps nothing newer waiting. */
  private static boolean givesWay(Work work, Promotion promotion) {
    return promotion.kind() == Entry.Kind.ROLLBACK
        || work.open().stream()
            .anyMatch(one -> one.state() == State.PENDING && one.kind() == promotion.kind());
  }

  private static GateRound round(Work work, Promotion promotion, List<Gate> gates) {
    GateRound round =
        GateRound.of(work, promotion, gates.stream().filter(gate -> !isStateful(gate)).toList());
    // What takes people's time, or passes with time, begins when the rest is in order.
    return round.sum() == GateRound.Sum.PASS
        ? round.and(
            GateRound.of(work, promotion, gates.stream().filter(Gating::isStateful).toList()))
        : round;
  }

  /** With the gates, the policy and the voices of now. */
  private static Promotion current(Work work, Promotion promotion) {
    List<ApprovalRecord> approvals = Words.about(work, promotion.digest());
    Edit edit = Edit.of(promotion).approvals(approvals).policy(work.facts().policyCommit());
    for (Gate gate : work.facts().policy().gates(Gate.Phase.PRE)) {
      if (GateRecord.maySkip(promotion.kind(), gate)) {
        edit.skip(gate.name(), promotion.kind().word() + " does not wait for " + gate.word());
      }
    }
    return edit.done();
  }

  /** What no gate can open. */
  private static Optional<String> shut(Work work, Promotion promotion) {
    boolean back = promotion.kind() == Entry.Kind.ROLLBACK;
    Optional<Entry> freeze = work.facts().freeze().filter(one -> !back || Freezes.stopsWrites(one));
    Optional<Entry> pin = back ? Optional.empty() : work.firmPin();
    freeze.or(() -> pin).flatMap(Entry::until).ifPresent(work::recheck);
    return freeze
        .map(one -> "frozen by %s (%s)%s".formatted(one.by(), one.reason(), until(one)))
        .or(() -> pin.map(Arrivals::pinned));
  }

  private static String until(Entry entry) {
    return entry.until().map(until -> " until " + until).orElse("");
  }

  private static boolean isStateful(Gate gate) {
    return gate instanceof Gate.Approval || gate instanceof Gate.Soak;
  }
}
