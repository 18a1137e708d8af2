package dev.sluice.promote.dr.readiness;

/** Which of the two amounts of a resource. */
enum Amount {
  /** What is kept free for it. */
  REQUESTS("requests"),
  /** The most that it gets. */
  LIMITS("limits");

  private final String word;

  Amount(String word) {
    this.word = word;
  }

  /** The field of {@code resources}, and the beginning of its name in a quota. */
  String word() {
    return word;
  }
}
