package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What is checked of fetched tips before a ref points to them. */
final class NewTips {

  private final Repository repository;
  private final GitLimits limits;

  NewTips(Repository repository, GitLimits limits) {
    this.repository = repository;
    this.limits = limits;
  }

  /** Every object that the tips need and the known ones did not have is here. */
  void checkComplete(Collection<ObjectId> tips, Set<ObjectId> known) throws IOException {
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      for (ObjectId tip : tips) {
        walk.markStart(walk.parseAny(tip));
      }
      for (ObjectId id : known) {
        walk.markUninteresting(walk.parseAny(id));
      }
      walk.checkConnectivity();
    }
  }

  /** The revision is not larger than allowed. Directories count, too: they cost as much. */
  void checkSize(String ref, ObjectId tip) throws IOException, Stopped {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      RevObject object = walk.peel(walk.parseAny(tip));
      if (object.getType() != Constants.OBJ_COMMIT) {
        return;
      }
      tree.addTree(walk.parseCommit(object).getTree());
      int count = 0;
      while (tree.next()) {
        if (++count > limits.files()) {
          throw new Stopped(
              Failure.of(
                  Reason.GIT_LIMIT_EXCEEDED,
                  ref + " holds more than " + limits.files() + " files and directories",
                  "The last good revision stays. Remove files, or raise the file count limit"));
        }
        if (tree.isSubtree()) {
          tree.enterSubtree();
        }
      }
    }
  }
}
