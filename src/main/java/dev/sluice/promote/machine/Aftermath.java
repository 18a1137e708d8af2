package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.Optional;

/** After a release has failed: back to the last verified one, or held for a person. */
final class Aftermath {

  private Aftermath() {}

  static void step(Work work) {
    if (work.standing().outcome().filter(Entry.Kind.FAILED::equals).isEmpty()) {
      return;
    }
    for (Promotion promotion : work.open()) {
      if (promotion.state().isAfterCommit()
          && promotion.release().isPresent()
          && promotion.release().getAsLong() == work.base()) {
        failed(work, promotion);
      }
    }
  }

  private static void failed(Work work, Promotion promotion) {
    String why = reason(work);
    Optional<Entry> back = Rollbacks.lastGood(work.standing());
    Optional<String> obstacle = obstacle(work, promotion, back);
    if (obstacle.isPresent() || back.isEmpty()) {
      work.put(
          Edit.of(promotion)
              .state(State.HELD, work.now())
              .message(
                  "%s. Not taken back: %s".formatted(why, obstacle.orElse("nothing to go back to")))
              .recheckAt(Optional.empty())
              .done());
      return;
    }
    work.put(
        Edit.of(promotion)
            .state(State.FAILED, work.now())
            .message("%s. Taken back to release %d".formatted(why, back.get().number()))
            .recheckAt(Optional.empty())
            .done());
    work.put(
        Rollbacks.to(
            work, back.get(), Entry.DAEMON, "release %d failed: %s".formatted(work.base(), why)));
  }

  private static Optional<String> obstacle(Work work, Promotion promotion, Optional<Entry> back) {
    if (promotion.kind() == Entry.Kind.ROLLBACK) {
      return Optional.of("it was itself a rollback");
    }
    if (work.facts().policy().rollback() == PromotionPolicy.Rollback.MANUAL) {
      return Optional.of("rollback.automatic is off in this environment");
    }
    if (!work.facts().running().irreversible().isEmpty()) {
      return Optional.of(
          work.facts().running().irreversible() + " ran and is declared irreversible");
    }
    return back.isEmpty() ? Optional.of("no other release was verified here") : Optional.empty();
  }

  /** What the ledger says about the newest failure. */
  private static String reason(Work work) {
    return work.facts().ledger().history(work.facts().target().application()).stream()
        .filter(entry -> entry.kind() == Entry.Kind.FAILED)
        .findFirst()
        .map(Entry::reason)
        .orElse("failed");
  }
}
