package dev.sluice.model;

import java.time.Duration;

/**
 * How an environment is kept in step with Git.
 *
 * @param prune what happens to objects that left Git
 * @param selfHeal what happens to changes made behind Git's back
 * @param maxDeletions more deletions than this in one plan stop and ask
 * @param namespaces what happens when the default namespace does not exist
 * @param adoption what happens to an object that another tool still owns
 * @param foreign what happens to fields that people set by hand and Git never mentioned
 * @param timeout how long the sync of a revision may take until all of it is applied and healthy
 */
public record SyncPolicy(
    Prune prune,
    SelfHeal selfHeal,
    DeletionLimit maxDeletions,
    Namespaces namespaces,
    Adoption adoption,
    ForeignFields foreign,
    Duration timeout) {

  /** Longer than a Deployment's own progress deadline, so that its reason is told first. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

  /** Prune, heal, at most ten deletions, the namespace must exist, nothing is taken. */
  public static final SyncPolicy DEFAULT =
      new SyncPolicy(
          Prune.DELETE,
          SelfHeal.REVERT,
          new DeletionLimit(10, false),
          Namespaces.REQUIRE,
          Adoption.REFUSE,
          ForeignFields.REVERT_SECURITY_RELEVANT,
          DEFAULT_TIMEOUT);

  /** With the usual deadline. */
  public SyncPolicy(
      Prune prune,
      SelfHeal selfHeal,
      DeletionLimit maxDeletions,
      Namespaces namespaces,
      Adoption adoption,
      ForeignFields foreign) {
    this(prune, selfHeal, maxDeletions, namespaces, adoption, foreign, DEFAULT_TIMEOUT);
  }

  /** What happens to objects that left Git. */
  public enum Prune {
    DELETE,
    KEEP
  }

  /** What happens to changes made behind Git's back. */
  public enum SelfHeal {
    REVERT,
    REPORT
  }

  /** What happens when the default namespace of a target does not exist. */
  public enum Namespaces {
    CREATE,
    REQUIRE
  }

  /** What happens to an object that Git wants and that another tool still owns. */
  public enum Adoption {
    REFUSE,
    TAKE_OVER
  }

  /** What happens to fields that people set by hand and Git never mentioned. */
  public enum ForeignFields {
    /** They are told of, and stay. */
    REPORT,
    /** Those of Pod templates and of RBAC that decide what may be done are removed. */
    REVERT_SECURITY_RELEVANT,
    /** All of them are removed. */
    REVERT
  }

  /**
   * The most deletions one plan may hold.
   *
   * @param amount a count of objects, or a percentage of the inventory
   * @param percentage whether the amount is a percentage
   */
  public record DeletionLimit(int amount, boolean percentage) {

    /** How many deletions are allowed when the inventory holds so many objects. */
    public int of(int inventorySize) {
      return percentage ? Math.ceilDiv(inventorySize * amount, 100) : amount;
    }

    @Override
    public String toString() {
      return percentage ? amount + "%" : Integer.toString(amount);
    }
  }
}
