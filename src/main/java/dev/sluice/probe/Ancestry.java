package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;

/** Which commits contain which. */
@FunctionalInterface
public interface Ancestry {

  /**
   * Whether a revision descends from a commit of its repository, or is it; false when that commit
   * is not known here.
   *
   * @throws Stopped when the cache is damaged
   */
  boolean contains(Revision revision, String commit) throws Stopped;
}
