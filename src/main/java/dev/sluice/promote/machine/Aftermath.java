package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** After a release has failed: back to the last verified one, or held for a person. */
final class Aftermath {

  private Aftermath() {}

  static void step(Work work) {
    if (work.standing().outcome().filter(Entry.Kind.FAILED::equals).isPresent()) {
      OptionalLong current = OptionalLong.of(work.base());
      work.all().stream()
          .filter(one -> one.release().equals(current))
          .filter(one -> one.state().isAfterCommit() || one.state() == State.FAILED)
          .findFirst()
          .ifPresent(failed -> failed(work, failed));
    }
  }

  private static void failed(Work work, Promotion promotion) {
    if (work.facts().running().digest().isEmpty()) {
      return; // whether something irreversible ran is known with the first run
    }
    Optional<Promotion> begun =
        work.all().stream()
            .filter(one -> one.kind() == Entry.Kind.ROLLBACK && one.base() == work.base())
            .filter(one -> one.state() != State.SUPERSEDED)
            .max(Comparator.comparing(Promotion::created));
    if (begun.isPresent()) {
      goesOn(work, promotion, begun.get());
      return;
    }
    Optional<Entry> back = Rollbacks.lastGood(work.standing());
    Optional<String> obstacle =
        obstacle(work, promotion.kind(), back).or(() -> work.facts().company().stuck());
    if (obstacle.isPresent() || back.isEmpty()) {
      held(work, promotion, obstacle.orElse("nothing to go back to"));
      return;
    }
    Promotion rollback =
        Rollbacks.automatic(
            work, back.get(), "release %d failed: %s".formatted(work.base(), reason(work)));
    Promotion spared = Units.spareInnocent(work, rollback);
    work.put(spared);
    goesOn(work, promotion, spared);
  }

  private static void goesOn(Work work, Promotion promotion, Promotion rollback) {
    if (rollback.state().isTerminal() && rollback.release().isEmpty()) {
      held(
          work,
          promotion,
          "the way back is %s: %s".formatted(rollback.state().word(), rollback.message()));
      return;
    }
    work.put(
        Edit.of(promotion)
            .state(State.FAILED, work.now())
            .message(
                "%s. Goes back to release %d".formatted(reason(work), rollback.about().orElse(0)))
            .recheckAt(Optional.empty())
            .done());
  }

  private static void held(Work work, Promotion promotion, String why) {
    work.put(
        Edit.of(promotion)
            .state(State.HELD, work.now())
            .message("%s. Not taken back: %s".formatted(reason(work), why))
            .recheckAt(Optional.empty())
            .done());
  }

  /** Why what runs would not be taken back if it failed; empty when it would. */
  static Optional<String> obstacle(Work work) {
    return work.standing()
        .current()
        .flatMap(current -> obstacle(work, current.kind(), Rollbacks.lastGood(work.standing())));
  }

  private static Optional<String> obstacle(Work work, Entry.Kind kind, Optional<Entry> back) {
    if (kind == Entry.Kind.ROLLBACK) {
      return Optional.of("it was itself a rollback");
    }
    if (work.facts().policy().rollback() == PromotionPolicy.Rollback.MANUAL) {
      return Optional.of("rollback.automatic is off in this environment");
    }
    return back.isEmpty()
        ? Optional.of("no other release was verified here")
        : Irreversible.since(work, back.get())
            .map(done ->
                done + "; `sluice rollback --override irreversible` goes back all the same");
  }

  /** What the ledger says about the newest failure. */
  private static String reason(Work work) {
    return work.history().stream()
        .filter(entry -> entry.kind() == Entry.Kind.FAILED)
        .findFirst()
        .map(Entry::reason)
        .orElse("failed");
  }
}
