package dev.sluice.testing;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A promotion of which a test cares about a few things; the rest is as at its beginning.
 *
 * @param id name of its resource
 * @param target where it goes
 * @param commit the commit
 * @param digest what it renders to
 * @param state where it stands
 * @param created when it appeared
 * @param since when it came into this state
 * @param message what it waits for
 * @param gates what the gates said
 * @param approvals what people said
 */
public record PromotionExample(
    String id,
    TargetId target,
    String commit,
    String digest,
    State state,
    Instant created,
    Instant since,
    String message,
    List<GateResult> gates,
    List<ApprovalRecord> approvals) {

  private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

  /** One whose gates are asked; its digest is {@code sha256:aa}, and it would be release 8. */
  public static PromotionExample gating(String id, TargetId target, String commit) {
    return new PromotionExample(
        id, target, commit, "sha256:aa", State.GATING, CREATED, CREATED, "", List.of(), List.of());
  }

  public PromotionExample digest(String other) {
    return new PromotionExample(
        id, target, commit, other, state, created, since, message, gates, approvals);
  }

  public PromotionExample state(State other) {
    return new PromotionExample(
        id, target, commit, digest, other, created, since, message, gates, approvals);
  }

  public PromotionExample created(Instant other) {
    return new PromotionExample(
        id, target, commit, digest, state, other, since, message, gates, approvals);
  }

  public PromotionExample since(Instant other) {
    return new PromotionExample(
        id, target, commit, digest, state, created, other, message, gates, approvals);
  }

  public PromotionExample message(String other) {
    return new PromotionExample(
        id, target, commit, digest, state, created, since, other, gates, approvals);
  }

  public PromotionExample gates(List<GateResult> other) {
    return new PromotionExample(
        id, target, commit, digest, state, created, since, message, other, approvals);
  }

  public PromotionExample approvals(List<ApprovalRecord> other) {
    return new PromotionExample(
        id, target, commit, digest, state, created, since, message, gates, other);
  }

  /** The whole of it. */
  public Promotion promotion() {
    return new Promotion(
        id,
        target,
        Entry.Kind.PROMOTE,
        commit,
        digest,
        "",
        7,
        OptionalLong.empty(),
        "",
        Entry.DAEMON,
        "",
        1,
        created,
        state,
        since,
        message,
        gates,
        approvals,
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
