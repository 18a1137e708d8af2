package dev.sluice.diff;

/** What is the matter with one object. */
public enum Verdict {
  SAME("Same"),
  CREATE("Create"),
  UPDATE("Update"),
  /** An immutable field changes and the manifest allows deleting and creating anew. */
  REPLACE("Replace"),
  /** Somebody changed a field that Git declares. */
  DRIFTED("Drifted"),
  /** Values are right, but a declared field is not ours any more. */
  OWNERSHIP_ONLY("OwnershipOnly"),
  /** Others own fields that Git never mentioned; ours are right. */
  FOREIGN("Foreign"),
  /** Drifted, and the same writer keeps coming back. */
  CONTESTED("Contested"),
  /** It was applied, and somebody deleted it. */
  MISSING("Missing"),
  /** It left Git and is to be pruned. */
  EXTRA("Extra"),
  /** It left Git and is not ours to delete: another target has it, or it is not what we applied. */
  RELEASED("Released"),
  /** It is there, was never ours, and is taken over. */
  ADOPT("Adopt"),
  REFUSED("Refused");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The stable CamelCase word. */
  public String word() {
    return word;
  }
}
