package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one gate found, before it is put on record.
 *
 * @param verdict what it says
 * @param reason one line for people
 * @param evidence what it looked at; empty for nothing beyond its context
 * @param inputs what it decided from, apart from the candidate
 * @param recheckAt when it wants to be asked again
 * @param age whether an equal finding of before stands for it
 */
record Finding(
    Verdict verdict,
    String reason,
    String evidence,
    List<String> inputs,
    Optional<Instant> recheckAt,
    Age age) {

  /** Whether an equal finding of before stands for this one, with its time. */
  enum Age {
    /** It does: nothing is new. */
    KEPT,
    /** It does not: that it was looked at now is itself worth recording. */
    RENEWED
  }

  static Finding pass(String reason) {
    return of(Verdict.PASS, reason);
  }

  static Finding fail(String reason) {
    return of(Verdict.FAIL, reason);
  }

  static Finding pending(String reason) {
    return of(Verdict.PENDING, reason);
  }

  static Finding inconclusive(String reason) {
    return of(Verdict.INCONCLUSIVE, reason);
  }

  static Finding error(String reason) {
    return of(Verdict.ERROR, reason);
  }

  private static Finding of(Verdict verdict, String reason) {
    return new Finding(verdict, reason, "", List.of(), Optional.empty(), Age.KEPT);
  }

  Finding seen(String newEvidence) {
    return new Finding(verdict, reason, newEvidence, inputs, recheckAt, age);
  }

  Finding from(Object... newInputs) {
    List<String> texts = Arrays.stream(newInputs).map(String::valueOf).toList();
    return new Finding(verdict, reason, evidence, texts, recheckAt, age);
  }

  Finding recheck(Instant when) {
    return new Finding(verdict, reason, evidence, inputs, Optional.of(when), age);
  }

  Finding renewed() {
    return new Finding(verdict, reason, evidence, inputs, recheckAt, Age.RENEWED);
  }
}
