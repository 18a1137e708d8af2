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
    boolean back = promotion.kind() == Entry.Kind.ROLLBACK;
    Optional<Entry> pin = work.standing().pin().filter(one -> !back);
    pin.ifPresent(one ->
        policy(
            work,
            promotion,
            Entry.Kind.UNPIN,
            About.of(one),
            "a newer revision takes the place of the one that was pinned",
            Map.of()));
    long number = work.next();
    work.append(Entries.release(promotion, number, ReleaseDetails.of(work, promotion)));
    if (back) {
      held(work, promotion, number);
    }
    work.recheck(work.now().plus(RETRY));
  }

  /** What was gone back to is kept, and what it was gone back from does not come by itself. */
  private static void held(Work work, Promotion rollback, long number) {
    boolean bySluice = rollback.requestedBy().equals(Entry.DAEMON);
    policy(
        work,
        rollback,
        Entry.Kind.PIN,
        new About(rollback.commit(), rollback.digest(), OptionalLong.of(number)),
        "held after the rollback",
        bySluice ? Map.of(Entries.BY_ITSELF, Entries.NEWER) : Map.of());
    work.standing()
        .current()
        .filter(left -> !left.digest().equals(rollback.digest()))
        .filter(left -> !rollback.skipped().containsKey(Units.VETO))
        .filter(left -> !work.standing().vetoed().contains(left.digest()))
        .ifPresent(left ->
            policy(
                work,
                rollback,
                Entry.Kind.VETO,
                About.of(left),
                "taken back: " + rollback.reason(),
                Map.of()));
  }

  private static void policy(
      Work work,
      Promotion promotion,
      Entry.Kind kind,
      About about,
      String reason,
      Map<String, String> details) {
    work.append(
        Entries.policy(
            work,
            kind,
            promotion.since(),
            about,
            promotion.requestedBy(),
            reason,
            Optional.empty(),
            details));
  }
}
