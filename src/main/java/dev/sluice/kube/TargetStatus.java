package dev.sluice.kube;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import java.util.List;

/**
 * What a Target resource tells of its target.
 *
 * @param change the commit that last changed this target; none when it never ran
 * @param observedRevision the newest commit that was looked at; empty when none was
 * @param renderDigest digest of what is in force; empty when nothing is
 * @param sync whether the cluster is as Git wants it
 * @param health the worst of its objects
 * @param objects how many objects are wanted
 * @param waitingFor what the rest of the plan waits for; empty when nothing
 * @param failures what went wrong or is held back, the most important first
 * @param notes lines for people that are no failures: foreign fields, warnings
 * @param standby whether it could take over for another environment
 */
public record TargetStatus(
    CommitInfo change,
    String observedRevision,
    String renderDigest,
    Sync sync,
    Health health,
    int objects,
    String waitingFor,
    List<Failure> failures,
    List<String> notes,
    Standby standby) {

  /** The status of what stands by for nothing. */
  public TargetStatus(
      CommitInfo change,
      String observedRevision,
      String renderDigest,
      Sync sync,
      Health health,
      int objects,
      String waitingFor,
      List<Failure> failures,
      List<String> notes) {
    this(
        change,
        observedRevision,
        renderDigest,
        sync,
        health,
        objects,
        waitingFor,
        failures,
        notes,
        Standby.NONE);
  }

  /**
   * Whether a target could take over.
   *
   * @param state what is known of that
   * @param why one line for people; empty when it could
   */
  public record Standby(State state, String why) {

    /** It stands by for nothing, or serves. */
    public static final Standby NONE = new Standby(State.NONE, "");

    /** What is known of it. */
    public enum State {
      NONE,
      READY,
      NOT_READY
    }
  }

  /** The id of the commit that last changed this target; empty when it never ran. */
  public String revision() {
    return change.revision().commit();
  }

  /** Whether the cluster is as Git wants it. */
  public enum Sync {
    SYNCED("Synced"),
    /** A plan is being carried out and waits for something. */
    PROGRESSING("Progressing"),
    /** Nothing is to run yet: the first release waits for its gates. */
    WAITING("Waiting"),
    /** Something is held back or could not be applied. */
    OUT_OF_SYNC("OutOfSync"),
    /** Not even a plan could be made. */
    FAILED("Failed");

    private final String word;

    Sync(String word) {
      this.word = word;
    }

    /** The stable CamelCase word. */
    public String word() {
      return word;
    }

    /** How a target stands that could not even be planned. */
    public static Sync stoppedBy(Failure failure) {
      return failure.reason() == Reason.NOT_PROMOTED ? WAITING : FAILED;
    }
  }
}
