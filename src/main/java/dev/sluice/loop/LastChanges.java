package dev.sluice.loop;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Names the commit that last changed each target, which is seldom the tip of the branch: history is
 * walked back, the way {@code git log} simplifies it, as long as a parent renders the same.
 * Thread-safe; what is known is not looked for again.
 */
public final class LastChanges {

  private static final Logger LOG = Logger.getLogger(LastChanges.class);

  /** Beyond it the newest commit is named: it is what was deployed, if not what changed. */
  private static final int COMMITS = 200;

  private final History history;
  private final Sources sources;
  private final Map<TargetId, Known> known = new ConcurrentHashMap<>();

  /** What a target runs, and who made it so. */
  private record Known(String digest, CommitInfo commit) {}

  /** Walks this history. */
  public LastChanges(History history, Sources sources) {
    this.history = history;
    this.sources = sources;
  }

  /** What an earlier life of the daemon found. */
  public void remember(TargetId target, String digest, CommitInfo commit) {
    known.put(target, new Known(digest, commit));
  }

  /** The commit that made a target what it is to be now. */
  CommitInfo of(Target target, Aim aim) {
    String digest = aim.composition().digest();
    Known before = known.get(target.id());
    if (before != null && before.digest().equals(digest)) {
      return before.commit();
    }
    CommitInfo found = find(target, aim);
    known.put(target.id(), new Known(digest, found));
    return found;
  }

  private CommitInfo find(Target target, Aim aim) {
    Revision newest = aim.allowed().revision();
    try {
      return history.describe(origin(target, aim.composition(), newest));
    } catch (Stopped stopped) {
      // A courtesy to readers: what runs does not depend on it.
      LOG.debugf("%s: who changed it is not known: %s", target.id(), stopped.failure());
      return CommitInfo.ofUnknown(newest);
    }
  }

  private Revision origin(Target target, Composition composition, Revision newest) throws Stopped {
    Revision at = newest;
    for (int i = 0; i < COMMITS; i++) {
      Optional<Revision> same = sameParent(target, composition, at);
      if (same.isEmpty()) {
        return at;
      }
      at = same.get();
    }
    return newest;
  }

  private Optional<Revision> sameParent(Target target, Composition composition, Revision commit)
      throws Stopped {
    for (Revision parent : history.parents(commit)) {
      if (composition.holdsIn(sources.at(parent).tree(), target)) {
        return Optional.of(parent);
      }
    }
    return Optional.empty();
  }
}
