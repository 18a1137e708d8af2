package dev.sluice.promote;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/**
 * Says which revision a target should run: today the tip of a branch, with promotion the ledger.
 */
public interface RevisionSource {

  /**
   * The revision that should run.
   *
   * @throws Stopped when none is known: the branch is gone, the repository was never reached
   */
  Revision revisionOf(Target target) throws Stopped;
}
