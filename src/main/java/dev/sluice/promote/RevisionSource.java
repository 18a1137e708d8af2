package dev.sluice.promote;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/**
 * Says which revision a target should run: today the tip of a branch, with promotion the ledger.
 */
public interface RevisionSource {

  /**
   * The revision that should run, with the proof that it may.
   *
   * @throws Stopped when none is known: the branch is gone, the repository was never reached
   */
  Allowed next(Target target) throws Stopped;

  /**
   * A revision that ran here before, with the proof that it may go on running while the newest one
   * cannot be read or rendered.
   */
  Allowed again(Target target, String commit);
}
