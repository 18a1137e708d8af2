package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.promote.gate.Evidence;

/** Checks who signed a commit. */
@FunctionalInterface
public interface Signatures {

  /**
   * What a commit's signature is worth.
   *
   * @param commit the commit
   * @param policy the commit of the default branch that the keys are read from: who pushes a commit
   *     must not bring the key for it along
   * @param keys path of the file of allowed keys
   * @throws Stopped when the commit or the keys cannot be read
   */
  Evidence.Signed check(Revision commit, Revision policy, String keys) throws Stopped;
}
