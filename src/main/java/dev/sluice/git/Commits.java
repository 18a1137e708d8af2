package dev.sluice.git;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Revision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;

/** From the commits of the Git library to ours. */
final class Commits {

  private Commits() {}

  static CommitInfo describe(Revision revision, RevCommit commit) {
    return new CommitInfo(
        revision,
        commit.getAuthorIdent() == null ? "" : commit.getAuthorIdent().getName(),
        Instant.ofEpochSecond(commit.getCommitTime()),
        commit.getShortMessage());
  }

  static List<Revision> parents(Revision revision, RevCommit commit) {
    return Arrays.stream(commit.getParents())
        .map(parent -> new Revision(revision.repository(), parent.name()))
        .toList();
  }
}
