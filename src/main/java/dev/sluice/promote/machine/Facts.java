package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the next step of one target is decided from.
 *
 * @param now the time
 * @param target where
 * @param policy how revisions come in, as the base branch says now
 * @param policyCommit the commit it was read from
 * @param ledger of the environment
 * @param promotions those of this target that have not ended, and the last one that has
 * @param offer the newest revision that could come next
 * @param requested the revisions that people ask for, by id of the request; Unknown says why one
 *     cannot come
 * @param running what the target's last run found
 * @param freeze the strongest freeze in force here
 * @param approvals what people said about this target's candidates, whatever their digest
 * @param requests what people asked for and was not carried out
 * @param objections what speaks against revisions, whatever their gates say
 * @param evaluated fresh results of the gates of the promotion with this id, by gate name; none for
 *     gates that were not asked
 * @param baseline what the release that runs renders to now, where another renderer recorded it
 * @param company what the companions in its unit mean for it
 */
public record Facts(
    Instant now,
    TargetId target,
    PromotionPolicy policy,
    String policyCommit,
    LedgerState ledger,
    List<Promotion> promotions,
    Offer offer,
    Map<String, Offer> requested,
    Running running,
    Optional<Entry> freeze,
    List<ApprovalRecord> approvals,
    List<Request> requests,
    Objections objections,
    Map<String, Map<String, Answer>> evaluated,
    Optional<Candidate> baseline,
    Company company) {

  /** The same with these results of gates. */
  public Facts with(Map<String, Map<String, Answer>> answers) {
    return new Facts(
        now,
        target,
        policy,
        policyCommit,
        ledger,
        promotions,
        offer,
        requested,
        running,
        freeze,
        approvals,
        requests,
        objections,
        answers,
        baseline,
        company);
  }

  /** The same in this company. */
  Facts with(Company other) {
    return new Facts(
        now,
        target,
        policy,
        policyCommit,
        ledger,
        promotions,
        offer,
        requested,
        running,
        freeze,
        approvals,
        requests,
        objections,
        evaluated,
        baseline,
        other);
  }

  /** The same with another offer and other requests. */
  Facts with(Offer otherOffer, List<Request> otherRequests) {
    return new Facts(
        now,
        target,
        policy,
        policyCommit,
        ledger,
        promotions,
        otherOffer,
        requested,
        running,
        freeze,
        approvals,
        otherRequests,
        objections,
        evaluated,
        baseline,
        company);
  }

  /**
   * What a gate answered.
   *
   * @param result what it said
   * @param recheckAt when it wants to be asked again; empty for on its event
   */
  public record Answer(GateResult result, Optional<Instant> recheckAt) {}
}
