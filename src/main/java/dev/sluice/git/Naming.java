package dev.sluice.git;

import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerBranches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Which commits people may ask for by their id: that a commit is in the cache is not enough, it has
 * to be in a branch that the host has. Makes no request. Thread-safe.
 */
public final class Naming {

  private final Watched watched;
  private final LocalRefs refs;
  private final Set<BranchPattern> hotfixes;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  Naming(Watched watched, LocalRefs refs, Set<BranchPattern> hotfixes) {
    this.watched = watched;
    this.refs = refs;
    this.hotfixes = hotfixes;
  }

  /** Whether a commit is in the history of something that is followed, ledgers aside. */
  public boolean isFollowed(String commit) throws Stopped {
    for (String name : watched.all()) {
      if (name.equals(commit)) {
        return true;
      }
      boolean leads = !LocalRefs.isCommit(name) && !LedgerBranches.isLedger(name);
      if (leads && !watched.isGone(name) && isIn(refs.commit(name), commit)) {
        return true;
      }
    }
    return false;
  }

  /** The hotfix branches that a commit is in, by name. */
  public List<String> hotfixBranches(String commit) throws Stopped {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, ObjectId> ref : refs.matching(hotfixes).entrySet()) {
      if (isIn(Optional.of(ref.getValue()), commit)) {
        found.add(ref.getKey().substring(Constants.R_HEADS.length()));
      }
    }
    return List.copyOf(found);
  }

  /** The names that hotfix branches have. */
  public Set<BranchPattern> hotfixes() {
    return hotfixes;
  }

  /** How many polls have begun since the start. */
  public long begun() {
    return begun.get();
  }

  /** How many polls have ended, well or not; they follow each other. */
  public long ended() {
    return ended.get();
  }

  void begins() {
    begun.incrementAndGet();
  }

  void ends() {
    ended.incrementAndGet();
  }

  private boolean isIn(Optional<ObjectId> tip, String commit) throws Stopped {
    return tip.isPresent()
        && LocalRefs.isCommit(commit)
        && refs.descends(tip.get(), ObjectId.fromString(commit));
  }
}
