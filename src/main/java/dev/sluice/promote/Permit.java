package dev.sluice.promote;

import dev.sluice.model.Revision;
import dev.sluice.model.TargetId;

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

  /** Whether this is the proof for that target and revision. */
  public boolean allows(TargetId otherTarget, Revision otherRevision) {
    return target.equals(otherTarget) && revision.equals(otherRevision);
  }
}
