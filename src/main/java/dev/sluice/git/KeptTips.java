package dev.sluice.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Where branches led before they were deleted or rewritten. A ledger may name commits of them,
 * which have to be there for healing: refs of the cache alone keep them from garbage collection.
 */
final class KeptTips {

  private static final String PREFIX = "refs/sluice/kept/";

  /**
   * Commits that are not kept any more can still be fetched by their id, while the host has them.
   */
  private static final int MOST = 500;

  private final Repository repository;

  KeptTips(Repository repository) {
    this.repository = repository;
  }

  /** Whether a ref is one of ours. */
  static boolean isKept(String ref) {
    return ref.startsWith(PREFIX);
  }

  /** Keeps a commit, or what a tag leads to, with all of its history. */
  void keep(ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(PREFIX + id.name(), true);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.disableRefLog();
    LocalRefs.expect(update.getName(), update.update());
    List<Ref> kept = repository.getRefDatabase().getRefsByPrefix(PREFIX);
    if (kept.size() > MOST) {
      drop(kept);
    }
  }

  private void drop(List<Ref> kept) throws IOException {
    List<RevCommit> oldestFirst = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      for (Ref ref : kept) {
        if (walk.parseAny(ref.getObjectId()) instanceof RevCommit commit) {
          walk.parseHeaders(commit);
          oldestFirst.add(commit);
        }
      }
    }
    oldestFirst.sort(Comparator.comparingInt(RevCommit::getCommitTime));
    for (RevCommit commit :
        oldestFirst.subList(0, Math.min(oldestFirst.size(), kept.size() - MOST))) {
      RefUpdate removal = repository.updateRef(PREFIX + commit.name());
      removal.setForceUpdate(true);
      LocalRefs.expect(removal.getName(), removal.delete());
    }
  }
}
