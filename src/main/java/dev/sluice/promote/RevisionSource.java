package dev.sluice.promote;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/** Says which revision a target should run: the tip of a branch, or what the ledger says. */
public interface RevisionSource {

  /**
   * The revision that should run, with the proof that it may.
   *
   * @throws Stopped when none is known: the branch is gone, the repository was never reached,
   *     nothing was promoted yet
   */
  Allowed next(Target target) throws Stopped;

  /**
   * A revision that ran here before, with the proof that it may go on running while the newest one
   * cannot be read or rendered.
   *
   * @throws Stopped when there is no such proof
   */
  Allowed again(Target target, String commit) throws Stopped;
}
