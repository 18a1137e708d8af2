package dev.sluice.promote;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.List;

/**
 * Proof that the gates allow a revision in an environment. No plan is carried out without one, and
 * only this package makes them.
 */
public final class Permit {

  private final TargetId target;
  private final Revision revision;

  private Permit(TargetId target, Revision revision) {
    this.target = target;
    this.revision = revision;
  }

  /** An environment that follows a branch has no gates: whatever its tip is may run. */
  static Permit followsBranch(TargetId target, Revision revision) {
    return new Permit(target, revision);
  }

  /**
   * A release of the ledger may run, if it came through every gate of its policy.
   *
   * @param policy the policy at the commit that the release names
   * @throws Stopped when a gate is missing, or the release is about something else
   */
  static Permit released(TargetId target, Revision revision, Entry release, PromotionPolicy policy)
      throws Stopped {
    if (!release.application().equals(target.application())
        || !release.environment().equals(target.environment())
        || !release.commit().equals(revision.commit())
        || release.kind().effect() != Entry.Effect.RELEASE) {
      throw refused(
          "entry %d of the ledger is about %s in %s at %s, not about %s at %s"
              .formatted(
                  release.number(),
                  release.application(),
                  release.environment(),
                  release.commit(),
                  target,
                  revision.commit()));
    }
    List<String> missing = GateRecord.missing(release, policy);
    if (!missing.isEmpty()) {
      throw refused(
          "release %d of %s names no passed result of its gate(s) %s"
              .formatted(release.number(), target, String.join(", ", missing)));
    }
    return new Permit(target, revision);
  }

  /**
   * A phase gives a release more of the traffic only after the gates that are asked meanwhile.
   *
   * @throws Stopped when one of them is missing
   */
  static void requireEarned(Entry phase, PromotionPolicy policy) throws Stopped {
    List<String> missing = GateRecord.missingDuring(phase, policy);
    if (!missing.isEmpty()) {
      throw refused(
          "phase %d of %s in %s names no passed result of its gate(s) %s"
              .formatted(
                  phase.number(),
                  phase.application(),
                  phase.environment(),
                  String.join(", ", missing)));
    }
  }

  /** Whether this is the proof for that target and revision. */
  public boolean allows(TargetId otherTarget, Revision otherRevision) {
    return target.equals(otherTarget) && revision.equals(otherRevision);
  }

  private static Stopped refused(String message) {
    return new Stopped(
        Failure.of(
            Reason.GATES_INCOMPLETE,
            message,
            "It is not applied, and what ran before stays. See `sluice history` for who wrote it;"
                + " promote the revision anew through its gates."));
  }
}
