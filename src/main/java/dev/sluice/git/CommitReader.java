package dev.sluice.git;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.promote.gate.Evidence;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Reads commits from the cache of a repository; makes no request. Safe for use by many threads. */
public final class CommitReader {

  private final String repository;
  private final BareCache cache;
  private final LocalRefs refs;
  private final ObjectStore objects;

  CommitReader(String repository, BareCache cache, LocalRefs refs, ObjectStore objects) {
    this.repository = repository;
    this.cache = cache;
    this.refs = refs;
    this.objects = objects;
  }

  /**
   * The files of a commit.
   *
   * @throws Stopped when the commit is not in the cache, or the cache is damaged
   */
  public Source source(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return new Source(revision, new GitTree(objects, commit(walk, revision).getTree().copy()));
    }
  }

  /** Author, time and subject of a commit. */
  public CommitInfo describe(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return Commits.describe(revision, commit(walk, revision));
    }
  }

  /** The parents of a commit, the one it was merged into first; none for the oldest one known. */
  public List<Revision> parents(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return Commits.parents(revision, commit(walk, revision));
    }
  }

  /** Whether a revision descends from a commit, or is it; false when that one is not here. */
  public boolean contains(Revision revision, String commit) throws Stopped {
    return LocalRefs.isCommit(commit)
        && LocalRefs.isCommit(revision.commit())
        && refs.descends(ObjectId.fromString(revision.commit()), ObjectId.fromString(commit));
  }

  /**
   * The names of everybody who wrote one of the commits that a revision adds to another: name,
   * e-mail address and what stands before its at sign, in lower case.
   *
   * @param base with an empty commit, only the revision itself counts
   */
  public Set<String> authors(Revision base, Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return CommitAuthors.between(walk, base, commit(walk, revision));
    } catch (IOException e) {
      throw cache.broken(e);
    }
  }

  /**
   * What the signature of a commit is worth.
   *
   * @param policy the commit that the allowed keys are read from
   * @param keys path of their file
   * @throws Stopped when a commit or the file of keys cannot be read
   */
  public Evidence.Signed signature(Revision revision, Revision policy, String keys) throws Stopped {
    AllowedKeys allowed = AllowedKeys.read(source(policy).tree(), keys);
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return CommitSignature.of(commit(walk, revision)).check(allowed);
    }
  }

  Failure unknown(String commit) {
    return Failure.of(
        Reason.NOT_FOUND,
        "commit " + commit + " is in no branch or tag that is followed of " + repository,
        "Check the commit id, or push a branch that contains it and follow that");
  }

  private RevCommit commit(RevWalk walk, Revision revision) throws Stopped {
    cache.refuseBroken();
    try {
      return walk.parseCommit(ObjectId.fromString(revision.commit()));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      refs.checkWhole();
      throw new Stopped(unknown(revision.commit()));
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }
}
