package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.util.HashSet;
import java.util.Set;

/** What must not come by itself. */
final class Vetoes {

  private Vetoes() {}

  /**
   * Whether a candidate is vetoed: what it renders to, or its commit, which may render to something
   * else since the veto because the renderer changed.
   */
  static boolean stands(Work work, Candidate candidate) {
    return work.standing().vetoed().contains(candidate.digest())
        || isCommitVetoed(work, candidate.commit());
  }

  private static boolean isCommitVetoed(Work work, String commit) {
    Set<String> lifted = new HashSet<>();
    for (Entry entry : work.history()) {
      if (entry.kind() == Entry.Kind.LIFT) {
        lifted.add(entry.digest());
      } else if (entry.kind() == Entry.Kind.VETO
          && entry.commit().equals(commit)
          && !lifted.contains(entry.digest())) {
        return true;
      }
    }
    return false;
  }
}
