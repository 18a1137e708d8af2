package dev.sluice.loop;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import java.util.List;

/** The commits of the config repositories, read from the local caches: makes no request. */
public interface History {

  /**
   * The parents of a commit, the one it was merged into first; none for the oldest one known.
   *
   * @throws Stopped when the commit is not in the cache
   */
  List<Revision> parents(Revision revision) throws Stopped;

  /**
   * Author, time and subject of a commit.
   *
   * @throws Stopped when the commit is not in the cache
   */
  CommitInfo describe(Revision revision) throws Stopped;
}
