package dev.sluice.git;

import dev.sluice.model.Stopped;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The last good tips, kept as refs of the cache itself: they survive a restart without the host.
 */
final class LocalRefs {

  private final BareCache cache;

  LocalRefs(BareCache cache) {
    this.cache = cache;
  }

  /** Whether what is followed is a commit by its full id. */
  static boolean isCommit(String follows) {
    return ObjectId.isId(follows);
  }

  /** Full names of the refs that something followed may mean, the first that exists counts. */
  static List<String> candidates(String follows) {
    if (follows.startsWith(Constants.R_REFS)) {
      return List.of(follows);
    }
    return List.of(Constants.R_HEADS + follows, Constants.R_TAGS + follows);
  }

  /** Where a ref points to: a commit, or the tag object of an annotated tag. */
  Optional<ObjectId> id(String ref) throws Stopped {
    cache.refuseBroken();
    try {
      Ref known = cache.repository().exactRef(ref);
      return known == null ? Optional.empty() : Optional.ofNullable(known.getObjectId());
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /** The commit that a branch or tag leads to; empty when it was never fetched. */
  Optional<ObjectId> commit(String follows) throws Stopped {
    for (String candidate : candidates(follows)) {
      Optional<ObjectId> id = id(candidate);
      if (id.isPresent()) {
        return commitOf(id.get());
      }
    }
    return Optional.empty();
  }

  /** The full ids of all refs. */
  Set<ObjectId> all() throws Stopped {
    cache.refuseBroken();
    try {
      Set<ObjectId> ids = new HashSet<>();
      for (Ref ref : cache.repository().getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
        ids.add(ref.getObjectId());
      }
      return ids;
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /** Whether a commit is here and part of the history of a ref. */
  boolean isReachable(ObjectId commit) throws Stopped {
    cache.refuseBroken();
    Repository repository = cache.repository();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit wanted = walk.parseCommit(commit);
      List<Ref> refs = repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS);
      return walk.isMergedIntoAny(wanted, refs);
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      checkWhole();
      return false;
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /** Whether a commit is here, whatever leads to it. */
  boolean isHere(ObjectId commit) throws Stopped {
    cache.refuseBroken();
    try {
      return cache.repository().getObjectDatabase().has(commit);
    } catch (IOException e) {
      throw cache.broken(e);
    }
  }

  /** Whether a commit descends from another one; false when the other one is not here. */
  boolean descends(ObjectId commit, ObjectId from) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(commit));
    } catch (MissingObjectException e) {
      return false;
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /**
   * Reads every commit and directory of every tip and looks for every file in the pack index.
   *
   * @throws Stopped when something is missing; the cache is marked broken then
   */
  void checkWhole() throws Stopped {
    Set<ObjectId> tips = all();
    try (ObjectWalk walk = new ObjectWalk(cache.repository())) {
      for (ObjectId tip : tips) {
        walk.markStart(walk.parseAny(tip));
      }
      walk.checkConnectivity();
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /** The full names of the refs here that match patterns, with where they point to. */
  Map<String, ObjectId> matching(Collection<BranchPattern> patterns) throws Stopped {
    cache.refuseBroken();
    try {
      Map<String, ObjectId> found = new TreeMap<>();
      for (BranchPattern pattern : patterns) {
        for (Ref ref : cache.repository().getRefDatabase().getRefsByPrefix(pattern.prefix())) {
          if (pattern.matches(ref.getName())) {
            found.put(ref.getName(), ref.getObjectId());
          }
        }
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  /** Points a ref to an object that has been fetched and checked. */
  void update(String ref, ObjectId id) throws IOException {
    Repository repository = cache.repository();
    Collection<String> inTheWay = repository.getRefDatabase().getConflictingNames(ref);
    for (String name : inTheWay) {
      // A branch "a" that has gone stands where "a/b" wants to be.
      retire(name);
    }
    Ref before = repository.exactRef(ref);
    if (before != null && before.getObjectId() != null && leaves(before.getObjectId(), id)) {
      new KeptTips(repository).keep(before.getObjectId());
    }
    RefUpdate update = repository.updateRef(ref, true);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.disableRefLog();
    expect(ref, update.update());
  }

  /** Takes a ref away; what it led to stays. */
  void retire(String ref) throws IOException {
    Repository repository = cache.repository();
    Ref before = repository.exactRef(ref);
    if (before != null && before.getObjectId() != null) {
      new KeptTips(repository).keep(before.getObjectId());
    }
    RefUpdate removal = repository.updateRef(ref);
    removal.setForceUpdate(true);
    expect(ref, removal.delete());
  }

  /** Keeps a commit that no branch leads to. */
  void keep(ObjectId id) throws IOException {
    new KeptTips(cache.repository()).keep(id);
  }

  /** Whether the new tip of a branch does not descend from the one before. */
  private boolean leaves(ObjectId before, ObjectId now) throws IOException {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return !walk.isMergedInto(walk.parseCommit(before), walk.parseCommit(now));
    } catch (IncorrectObjectTypeException e) {
      return true; // a tag of something that is no commit
    }
  }

  static void expect(String ref, RefUpdate.Result result) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE,
          RENAMED ->
          throw new IOException(ref + " could not be updated: " + result);
    }
  }

  private Optional<ObjectId> commitOf(ObjectId id) throws Stopped {
    try (RevWalk walk = new RevWalk(cache.repository())) {
      return Optional.of(walk.parseCommit(id).copy());
    } catch (IncorrectObjectTypeException e) {
      // A tag of a file or directory: nothing that can be deployed.
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }
}
