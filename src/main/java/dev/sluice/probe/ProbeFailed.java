package dev.sluice.probe;

import java.io.Serial;

/** Evidence could not be had; the message says why, for people, and holds no secret. */
final class ProbeFailed extends Exception {

  @Serial private static final long serialVersionUID = 1;

  ProbeFailed(String why) {
    super(why);
  }

  ProbeFailed(String why, Throwable cause) {
    super(why, cause);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
