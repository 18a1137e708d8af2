package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Promotions that go back to what ran here, verified. */
final class Rollbacks {

  private Rollbacks() {}

  /** The newest verified release that is something else than what runs. */
  static Optional<Entry> lastGood(Standing standing) {
    String digest = standing.current().map(Entry::digest).orElse("");
    return standing.verified().stream()
        .filter(entry -> !entry.digest().equals(digest))
        .filter(entry -> !standing.vetoed().contains(entry.digest()))
        .findFirst();
  }

  /** The way back that is taken by itself: one for each release that has failed. */
  static Promotion automatic(Work work, Entry release, String reason) {
    String id =
        Ids.of(work.facts().target(), release.digest(), Entry.Kind.ROLLBACK, work.base(), 1);
    return to(work, id, release, Entry.DAEMON, reason);
  }

  /** On its way to a release. */
  static Promotion to(Work work, String id, Entry release, String by, String reason) {
    Facts facts = work.facts();
    return new Promotion(
        id,
        facts.target(),
        Entry.Kind.ROLLBACK,
        release.commit(),
        release.digest(),
        release.details().getOrDefault(Entry.ENGINE, ""),
        work.base(),
        OptionalLong.of(release.number()),
        facts.policyCommit(),
        by,
        reason,
        1,
        work.now(),
        State.PENDING,
        work.now(),
        "goes back to release " + release.number(),
        List.of(),
        List.of(),
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
