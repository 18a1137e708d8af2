package dev.sluice.promote;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/** Environments that follow a branch: its tip may run, without further gates. */
public final class BranchTips implements RevisionSource {

  private final Tips tips;

  /** Looks branches up where the poller keeps them. */
  public BranchTips(Tips tips) {
    this.tips = tips;
  }

  @Override
  public Allowed next(Target target) throws Stopped {
    return allow(target, tips.tip(target.id().repository(), target.branch()));
  }

  @Override
  public Allowed again(Target target, String commit) {
    return allow(target, new Revision(target.id().repository(), commit));
  }

  private static Allowed allow(Target target, Revision revision) {
    return new Allowed(revision, Permit.followsBranch(target.id(), revision));
  }

  /** Where branches are looked up. */
  @FunctionalInterface
  public interface Tips {

    /**
     * The last good tip of a branch, from the local cache: makes no request.
     *
     * @throws Stopped when the branch is gone or was never fetched
     */
    Revision tip(String repository, String branch) throws Stopped;
  }
}
