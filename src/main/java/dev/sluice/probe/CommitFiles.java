package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;

/** Opens revisions from the local cache. */
@FunctionalInterface
public interface CommitFiles {

  /**
   * The files of a revision.
   *
   * @throws Stopped when the revision is not in the cache, or the cache is damaged
   */
  Source at(Revision revision) throws Stopped;
}
