package dev.sluice.model.promotion;

/** What a gate says. Only {@link #PASS} opens. */
public enum Verdict {
  PASS("Pass"),
  FAIL("Fail"),
  /** Not yet: it is asked again. */
  PENDING("Pending"),
  /** The evidence allows neither: a person decides. */
  INCONCLUSIVE("Inconclusive"),
  /** The evidence could not be had. */
  ERROR("Error");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The stable CamelCase word. */
  public String word() {
    return word;
  }
}
