package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/** Where a promotion stands. */
@RegisterForReflection
public record PromotionStatusBody(
    @JsonPropertyDescription(
            "Pending, Gating, Committing, Applying, Progressing, Verifying, Paused, Stalled, Held,"
                + " Succeeded, Failed, Rejected, Superseded, Expired, Aborted or Revoked")
        String state,
    @JsonPropertyDescription("When it came into this state, RFC 3339") String since,
    @JsonPropertyDescription("What it waits for, or why it ended") String message,
    @JsonPropertyDescription("What the gates said last, in their order") List<GateBody> gates,
    @JsonPropertyDescription("What people said") List<ApprovalBody> approvals,
    @JsonPropertyDescription("Gates that are left out, with the reason")
        Map<String, String> skipped,
    @JsonPropertyDescription("Number of its entry in the ledger; 0 before that") long release,
    @JsonPropertyDescription(
            "Tip of the ledger that its entry was decided on, while it is being written")
        String intent,
    @JsonPropertyDescription("Whether its entry is being written") boolean committing,
    @JsonPropertyDescription("Since when everything has been healthy, RFC 3339")
        String healthySince,
    @JsonPropertyDescription("Since when deadlines do not count, RFC 3339; empty when they do")
        String stalledSince,
    @JsonPropertyDescription("By when it has to be verified, RFC 3339") String deadline,
    @JsonPropertyDescription("When a gate is asked again, RFC 3339") String recheckAt) {

  /** What one gate said. */
  @RegisterForReflection
  public record GateBody(
      @JsonPropertyDescription("Name of the gate") String gate,
      @JsonPropertyDescription("Its kind, such as approval") String kind,
      @JsonPropertyDescription("Asked before the release is recorded (pre) or after (post)")
          String phase,
      @JsonPropertyDescription("Pass, Fail, Pending, Inconclusive or Error") String verdict,
      @JsonPropertyDescription("Why") String reason,
      @JsonPropertyDescription("What it looked at") String evidence,
      @JsonPropertyDescription("When it came to this, RFC 3339") String decidedAt,
      @JsonPropertyDescription("Digest of what it decided from") String inputs) {}

  /** What one person said. */
  @RegisterForReflection
  public record ApprovalBody(
      @JsonPropertyDescription("User name, as the API server authenticated it") String by,
      @JsonPropertyDescription("Through which door") String how,
      @JsonPropertyDescription("When, RFC 3339") String at,
      @JsonPropertyDescription("approve or reject") String decision,
      @JsonPropertyDescription("Digest of what they looked at") String digest,
      @JsonPropertyDescription("What they wrote") String comment) {}
}
