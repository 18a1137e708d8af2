package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Verdict;

/**
 * What a Job or gate said about an application.
 *
 * @param application the application
 * @param name of the gate, or of the step whose Job it is
 * @param verdict what it said
 * @param reason one line for people
 */
public record Check(String application, String name, Verdict verdict, String reason) {

  boolean passed() {
    return verdict == Verdict.PASS;
  }

  /** Whether waiting does not help any more. */
  boolean failed() {
    return verdict == Verdict.FAIL;
  }

  @Override
  public String toString() {
    return "%s of %s: %s".formatted(name, application, reason);
  }
}
