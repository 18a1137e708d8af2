package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far an application is behind what it follows, as two ledgers tell it. A release that changes
 * nothing in the follower is not written to its ledger, so this is an upper bound.
 *
 * @param upstream the newest release that is verified upstream; empty when there is none
 * @param here the release that runs here; empty before the first
 * @param stage where the upstream release stands here
 * @param since when the oldest release that is verified upstream and missing here was verified;
 *     empty when none is missing
 * @param atMost the time since then; zero when none is missing
 */
public record Lag(
    Optional<Entry> upstream,
    Optional<Entry> here,
    Stage stage,
    Optional<Instant> since,
    Duration atMost) {

  /** Where the newest verified release of the upstream environment stands. */
  public enum Stage {
    /** Nothing is verified upstream. */
    NOTHING,
    /** Verified here too. */
    VERIFIED,
    /** Released here, and not verified yet. */
    RELEASED,
    /** Released here, and failed. */
    FAILED,
    /** Verified here once, and taken back. */
    REVOKED,
    /** Not what this ledger names: on its way, waiting, or without any change here. */
    WAITING
  }

  /** The lag of an application at a time. */
  public static Lag of(String application, LedgerState upstream, LedgerState here, Instant now) {
    Standing standing = here.standing(application);
    Optional<Entry> wanted = upstream.standing(application).lastVerified();
    Stage stage = wanted.map(release -> stage(release, standing)).orElse(Stage.NOTHING);
    Optional<Instant> since =
        switch (stage) {
          case NOTHING, VERIFIED -> Optional.empty();
          case RELEASED, FAILED, REVOKED, WAITING -> since(application, upstream, standing);
        };
    Duration behind =
        since
            .map(then -> Duration.between(then, now))
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO);
    return new Lag(wanted, standing.current(), stage, since, behind);
  }

  /** Whether it is more than is allowed. */
  public boolean exceeds(Duration allowed) {
    return atMost.compareTo(allowed) > 0;
  }

  private static Stage stage(Entry wanted, Standing here) {
    if (here.current().filter(release -> release.commit().equals(wanted.commit())).isEmpty()) {
      return Stage.WAITING;
    }
    return here.outcome()
        .map(outcome ->
            switch (outcome) {
              case VERIFIED -> Stage.VERIFIED;
              case FAILED -> Stage.FAILED;
              case REVOKED -> Stage.REVOKED;
              case PROMOTE,
                  ROLLBACK,
                  HOTFIX,
                  PHASE,
                  ROLE,
                  DRILL,
                  PIN,
                  UNPIN,
                  VETO,
                  LIFT,
                  FREEZE,
                  UNFREEZE,
                  ACKNOWLEDGE,
                  BASELINE ->
                  throw new IllegalStateException(outcome + " is no outcome of a release");
            })
        .orElse(Stage.RELEASED);
  }

  private static Optional<Instant> since(String application, LedgerState upstream, Standing here) {
    Optional<String> had = here.lastVerified().map(Entry::commit);
    List<Entry> verified = upstream.standing(application).verified();
    Optional<Instant> since = Optional.empty();
    for (int i = 0; i < verified.size(); i++) {
      Entry release = verified.get(i);
      // The newest one is missing even where its commit ran here before: something came between.
      if (i > 0 && had.filter(release.commit()::equals).isPresent()) {
        break;
      }
      since = Optional.of(verifiedAt(release, upstream.history(application)));
    }
    return since;
  }

  private static Instant verifiedAt(Entry release, List<Entry> history) {
    return history.stream()
        .filter(entry -> entry.kind() == Entry.Kind.VERIFIED)
        .filter(entry -> entry.about().equals(OptionalLong.of(release.number())))
        .findFirst()
        .map(Entry::at)
        .orElse(release.at());
  }
}
