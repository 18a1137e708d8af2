package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A revision on its way into an environment. Every timer is an absolute instant: a restart changes
 * none.
 *
 * @param id name of its resource: a hash over application, environment, digest, kind, base and
 *     attempt, so that the same thing is never on its way twice
 * @param target where it goes
 * @param kind PROMOTE, ROLLBACK or HOTFIX
 * @param commit the commit
 * @param digest what it renders to there
 * @param engine the renderer that the digest came from
 * @param base number of the release it would follow; 0 for the first
 * @param about the release that is rolled back to; empty for other kinds
 * @param policy the commit that its gates were read from
 * @param requestedBy a user name, or {@link Entry#DAEMON}
 * @param reason why, for people; may be empty
 * @param attempt counted from 1; an operator's retry is a new one
 * @param created when it appeared
 * @param state where it stands
 * @param since when it came into this state
 * @param message one line for people: what it waits for, why it ended
 * @param gates what the gates said last, in their order
 * @param approvals what people said
 * @param skipped gates that are left out, by name, with the reason
 * @param release number of its entry in the ledger; empty before that
 * @param intent tip of the ledger that its entry was decided on, while it is being written
 * @param healthySince since when everything has been healthy after it was applied
 * @param stalledSince since when deadlines do not count; empty when they do
 * @param deadline by when it has to be verified; set with its entry, moved on by stalls
 * @param recheckAt when a gate wants to be asked again
 */
public record Promotion(
    String id,
    TargetId target,
    Entry.Kind kind,
    String commit,
    String digest,
    String engine,
    long base,
    OptionalLong about,
    String policy,
    String requestedBy,
    String reason,
    int attempt,
    Instant created,
    State state,
    Instant since,
    String message,
    List<GateResult> gates,
    List<ApprovalRecord> approvals,
    Map<String, String> skipped,
    OptionalLong release,
    Optional<String> intent,
    Optional<Instant> healthySince,
    Optional<Instant> stalledSince,
    Optional<Instant> deadline,
    Optional<Instant> recheckAt) {

  /**
   * The same under another id: what is found out in one phase of a release says nothing about the
   * next, so it is asked for anew.
   *
   * @param phase number of the entry that began the phase
   */
  public Promotion inPhase(long phase) {
    return new Promotion(
        id + "-" + phase,
        target,
        kind,
        commit,
        digest,
        engine,
        base,
        about,
        policy,
        requestedBy,
        reason,
        attempt,
        created,
        state,
        since,
        message,
        gates,
        approvals,
        skipped,
        release,
        intent,
        healthySince,
        stalledSince,
        deadline,
        recheckAt);
  }
}
