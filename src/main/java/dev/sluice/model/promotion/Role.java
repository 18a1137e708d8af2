package dev.sluice.model.promotion;

import java.util.Arrays;
import java.util.Optional;

/** What an environment is to its users. */
public enum Role {
  /** Ready to take over. */
  STANDBY("standby"),
  /** Serves. */
  ACTIVE("active");

  /** The detail of an entry of the ledger that holds a role. */
  public static final String DETAIL = "role";

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** As environment files and ledgers call it. */
  public String word() {
    return word;
  }

  /** The other one. */
  public Role other() {
    return this == STANDBY ? ACTIVE : STANDBY;
  }

  /** The role of this name; empty when there is none. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }
}
