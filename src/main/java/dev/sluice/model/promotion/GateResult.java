package dev.sluice.model.promotion;

import java.time.Instant;

/**
 * What a gate said, and why.
 *
 * @param gate name of the gate
 * @param kind word of its kind
 * @param phase when it was asked
 * @param verdict what it said
 * @param reason one line for people
 * @param evidence what it looked at, such as an address or the name of an object; empty for none
 * @param decidedAt when it came to this verdict
 * @param inputs digest of what it decided from: the same inputs give the same verdict
 */
public record GateResult(
    String gate,
    String kind,
    Gate.Phase phase,
    Verdict verdict,
    String reason,
    String evidence,
    Instant decidedAt,
    String inputs) {}
