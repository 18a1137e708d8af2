package dev.sluice.promote;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/** Asks what drives each target. */
public final class Revisions implements RevisionSource {

  private final RevisionSource branches;
  private final RevisionSource ledgers;

  /** Takes one source for each driver. */
  public Revisions(RevisionSource branches, RevisionSource ledgers) {
    this.branches = branches;
    this.ledgers = ledgers;
  }

  @Override
  public Allowed next(Target target) throws Stopped {
    return of(target).next(target);
  }

  @Override
  public Allowed again(Target target, String commit) throws Stopped {
    return of(target).again(target, commit);
  }

  private RevisionSource of(Target target) {
    return switch (target.driver()) {
      case BRANCH -> branches;
      case LEDGER -> ledgers;
    };
  }
}
