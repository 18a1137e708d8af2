package dev.sluice.promote.machine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a person asks for. It is carried out once: its id goes into what comes of it.
 *
 * @param id unique
 * @param action what is asked for
 * @param by user name, as the API server authenticated it
 * @param at when
 * @param reason why; may be empty where the action allows it
 * @param commit the commit it is about; empty for the one that is in question
 * @param release the release it is about
 * @param level of a freeze: 1 stops promotions, 2 stops every write
 * @param until when it ends by itself
 * @param overrides what is knowingly done although it is kept from happening by itself
 */
public record Request(
    String id,
    Action action,
    String by,
    Instant at,
    String reason,
    String commit,
    OptionalLong release,
    int level,
    Optional<Instant> until,
    Set<Despite> overrides) {

  /** A request that overrides nothing. */
  public Request(
      String id,
      Action action,
      String by,
      Instant at,
      String reason,
      String commit,
      OptionalLong release,
      int level,
      Optional<Instant> until) {
    this(id, action, by, at, reason, commit, release, level, until, Set.of());
  }

  /** What a person may do knowingly. */
  public enum Despite {
    /** Go back although something irreversible ran since. */
    IRREVERSIBLE,
    /** Promote a revision that does not contain a hotfix. */
    HOTFIX
  }

  /** What can be asked for. */
  public enum Action {
    /** Bring a revision here now, through the gates. */
    PROMOTE,
    /** The same without dependsOn and soak, with one more approval. */
    HOTFIX,
    ROLLBACK,
    /** Drop what is not in the ledger yet. */
    ABORT,
    /** Go on after {@link State#PAUSED}: the inconclusive gates count as passed by this person. */
    RESUME,
    /** End {@link State#PAUSED}, or what runs, as failed. */
    FAIL,
    /** Try again what failed or is held; lifts the veto. */
    RETRY,
    PIN,
    UNPIN,
    /** What a revision renders to must not come by itself. */
    VETO,
    /** A verified release does not count as such any more. */
    REVOKE,
    FREEZE,
    UNFREEZE,
    /** The ledger was edited by hand; take it as it stands. */
    ACKNOWLEDGE,
    /** Try whether a standby could take over. */
    DRILL,
    /** Let a standby serve instead of what it follows. */
    FAILOVER,
    /** Let what a standby follows serve again. */
    FAILBACK
  }
}
