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
 * @param atMost the time since the oldest release that is verified upstream and missing here was
 *     verified; zero when none is missing
 */
public record Lag(Optional<Entry> upstream, Optional<Entry> here, Stage stage, Duration atMost) {

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
    Duration behind =
        switch (stage) {
          case NOTHING, VERIFIED -> Duration.ZERO;
          case RELEASED, FAILED, REVOKED, WAITING -> behind(application, upstream, standing, now);
        };
    return new Lag(wanted, standing.current(), stage, behind);
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
                  ACKNOWLEDGE ->
                  throw new IllegalStateException(outcome + " is no outcome of a release");
            })
        .orElse(Stage.RELEASED);
  }

  private static Duration behind(
      String application, LedgerState upstream, Standing here, Instant now) {
    Optional<String> had = here.lastVerified().map(Entry::commit);
    List<Entry> verified = upstream.standing(application).verified();
    Instant since = now;
    for (int i = 0; i < verified.size(); i++) {
      Entry release = verified.get(i);
      // The newest one is missing even where its commit ran here before: something came between.
      if (i > 0 && had.filter(release.commit()::equals).isPresent()) {
        break;
      }
      since = verifiedAt(release, upstream.history(application));
    }
    Duration behind = Duration.between(since, now);
    return behind.isNegative() ? Duration.ZERO : behind;
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
