package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import java.util.Set;

/** Whose work a revision is. */
@FunctionalInterface
public interface Authorship {

  /**
   * The names under which the authors of all commits between two revisions are known: name, e-mail
   * address, and what stands before its at sign. Co-authors are authors.
   *
   * @param base what runs now; with an empty commit for nothing, then only the last commit counts
   * @param revision what would run
   * @throws Stopped when the revision is not in the cache
   */
  Set<String> authors(Revision base, Revision revision) throws Stopped;
}
