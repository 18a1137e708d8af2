package dev.sluice.promote.machine;

/** Where a revision stands on its way into an environment. */
public enum State {
  /** Known, and waits for its turn. */
  PENDING("Pending", Group.BEFORE),
  /** The gates are asked. */
  GATING("Gating", Group.BEFORE),
  /** All gates passed; its entry is being written to the ledger. */
  COMMITTING("Committing", Group.COMMITTING),
  /** In the ledger; its objects are being applied. */
  APPLYING("Applying", Group.AFTER),
  /** All of it is applied; not all of it is healthy yet. */
  PROGRESSING("Progressing", Group.AFTER),
  /** Healthy; the gates that are asked afterwards are asked. */
  VERIFYING("Verifying", Group.AFTER),
  /** The evidence was inconclusive: a person resumes or fails it. */
  PAUSED("Paused", Group.AFTER),
  /** Nothing can be told or done: the cluster is away, or everything is frozen. */
  STALLED("Stalled", Group.AFTER),
  /** Failed, and automation does not go on: a person decides, or a newer revision mends it. */
  HELD("Held", Group.END),
  SUCCEEDED("Succeeded", Group.END),
  FAILED("Failed", Group.END),
  REJECTED("Rejected", Group.END),
  SUPERSEDED("Superseded", Group.END),
  EXPIRED("Expired", Group.END),
  ABORTED("Aborted", Group.END),
  /** Succeeded once; does not count as verified any more. */
  REVOKED("Revoked", Group.END);

  private final String word;
  private final Group group;

  State(String word, Group group) {
    this.word = word;
    this.group = group;
  }

  /** The stable CamelCase word. */
  public String word() {
    return word;
  }

  /** Nothing follows by itself. */
  public boolean isTerminal() {
    return group == Group.END;
  }

  /** Nothing of it is in the ledger: it can still be dropped without a trace in the cluster. */
  public boolean isBeforeCommit() {
    return group == Group.BEFORE;
  }

  /** Its entry is in the ledger. */
  public boolean isAfterCommit() {
    return group == Group.AFTER;
  }

  private enum Group {
    BEFORE,
    COMMITTING,
    AFTER,
    END
  }
}
