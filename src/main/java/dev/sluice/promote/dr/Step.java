package dev.sluice.promote.dr;

import java.util.Arrays;
import java.util.Optional;

/** A step of a takeover. Each is on record before anything of it is done. */
public enum Step {
  /** It was asked for. */
  BEGIN("begin"),
  /** Whoever serves is kept from serving: no promotions there, and its role becomes standby. */
  FENCE("fence"),
  /** A Job brings the data to whoever takes over. */
  DATA("data"),
  /** Whoever takes over gets the role active, and everything of that is applied. */
  ROLE("role"),
  /** All of it is healthy. */
  HEALTH("health"),
  /** The gates that are asked after a release pass. */
  SMOKE("smoke"),
  /** A Job leads people there. */
  TRAFFIC("traffic"),
  /** After a drill: the role becomes standby again. */
  REVERT("revert"),
  /** A Job makes whoever stands by ready again: its data follow those of the other. */
  RESTORE("restore"),
  /** It is over. */
  END("end");

  private final String word;

  Step(String word) {
    this.word = word;
  }

  /** As ledgers call it. */
  public String word() {
    return word;
  }

  /** Whether it belongs to the time that a recovery takes. */
  public boolean isRecovery() {
    return switch (this) {
      case FENCE, DATA, ROLE, HEALTH, SMOKE, TRAFFIC -> true;
      case BEGIN, REVERT, RESTORE, END -> false;
    };
  }

  static Optional<Step> of(String word) {
    return Arrays.stream(values()).filter(step -> step.word.equals(word)).findFirst();
  }
}
