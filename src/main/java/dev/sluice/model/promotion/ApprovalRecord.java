package dev.sluice.model.promotion;

import java.time.Instant;

/**
 * What a person said about a candidate.
 *
 * @param by user name, as the API server authenticated it
 * @param how through which door: {@code kubernetes} or {@code github}
 * @param at when
 * @param decision what they said
 * @param digest render digest of what they looked at: an approval of something else does not count
 * @param comment what they wrote; may be empty
 */
public record ApprovalRecord(
    String by, String how, Instant at, Decision decision, String digest, String comment) {

  /** What a person said. */
  public enum Decision {
    APPROVE,
    REJECT
  }
}
