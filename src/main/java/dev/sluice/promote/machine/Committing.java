package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.machine.Entries.About;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The entries that make a promotion a release. */
final class Committing {

  /** When the ledger could not be reached. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private Committing() {}

  /** All gates passed: the intent is written first, then the entry. */
  static void begin(Work work, Promotion promotion) {
    Promotion committing =
        Edit.of(promotion)
            .state(State.COMMITTING, work.now())
            .message("all gates passed")
            .intent(Optional.of(work.facts().ledger().tip()))
            .recheckAt(Optional.empty())
            .done();
    work.put(committing);
    append(work, committing);
  }

  /** The same promotion on the same ledger makes the same entries. */
  static void append(Work work, Promotion promotion) {
    Optional<Entry> pin = work.standing().pin();
    if (pin.isPresent() && promotion.kind() != Entry.Kind.ROLLBACK) {
      work.append(
          Entries.policy(
              work,
              Entry.Kind.UNPIN,
              promotion.since(),
              About.of(pin.get()),
              Entry.DAEMON,
              "a newer revision takes the place of the one that was pinned",
              Optional.empty(),
              Map.of()));
    }
    long number = work.next();
    work.append(Entries.release(promotion, number));
    if (promotion.kind() == Entry.Kind.ROLLBACK) {
      boolean bySluice = promotion.requestedBy().equals(Entry.DAEMON);
      work.append(
          Entries.policy(
              work,
              Entry.Kind.PIN,
              promotion.since(),
              new About(promotion.commit(), promotion.digest(), OptionalLong.of(number)),
              promotion.requestedBy(),
              "held after the rollback",
              Optional.empty(),
              bySluice ? Map.of(Entries.BY_ITSELF, Entries.NEWER) : Map.of()));
    }
    work.recheck(work.now().plus(RETRY));
  }
}
