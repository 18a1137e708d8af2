package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Commits that a ledger says run and that no branch brings any more, after the cache was lost: a
 * host hands them out by their id as long as it has them. Nobody's wish is enough for that, because
 * hosts hand out what was only ever in a fork or a pull request, too. Thread-safe.
 */
final class LostCommits {

  /** The most polls between two tries for the same commit. */
  private static final int LONGEST = 64;

  private final Fetcher fetcher;
  private final LocalRefs refs;
  private final Map<ObjectId, Try> wanted = new ConcurrentHashMap<>();

  /**
   * How often in vain.
   *
   * @param pause polls between this try and the next one
   * @param left polls until then
   * @param failure what came of the last one
   */
  private record Try(int pause, int left, Optional<Failure> failure) {}

  LostCommits(Fetcher fetcher, LocalRefs refs) {
    this.fetcher = fetcher;
    this.refs = refs;
  }

  /** Asks for it from the next poll on; returns whether that is new. */
  boolean want(String commit) {
    return wanted.putIfAbsent(ObjectId.fromString(commit), new Try(1, 0, Optional.empty())) == null;
  }

  /** Asks the host for what is due. */
  void fetch() throws Stopped {
    for (ObjectId commit : Set.copyOf(wanted.keySet())) {
      if (refs.isHere(commit)) {
        wanted.remove(commit);
      } else {
        wanted.computeIfPresent(
            commit, (id, last) -> new Try(last.pause(), last.left() - 1, last.failure()));
        Try now = wanted.get(commit);
        if (now != null && now.left() < 0) {
          fetch(commit, now.pause());
        }
      }
    }
  }

  private void fetch(ObjectId commit, int pause) throws Stopped {
    try {
      fetcher.fetch(commit);
      wanted.remove(commit);
    } catch (Stopped stopped) {
      if (stopped.failure().reason() == Reason.REPOSITORY_CORRUPT) {
        throw stopped;
      }
      int longer = Math.min(2 * pause, LONGEST);
      wanted.put(commit, new Try(longer, longer, Optional.of(stopped.failure())));
    }
  }

  /** The failure of whoever needs it now. */
  Failure missing(String repository, String commit) {
    Try last = wanted.get(ObjectId.fromString(commit));
    String tried =
        last == null || last.failure().isEmpty()
            ? "The host is asked for it by its id with the next poll."
            : "The host did not hand it out by its id: " + last.failure().get().message() + ".";
    return Failure.of(
        Reason.NOT_FOUND,
        "commit %s is what runs, but no branch of %s that is read leads to it any more"
            .formatted(commit, repository),
        tried
            + " It goes on running, and is not healed until the commit is back. Push it from a clone"
            + " that has it: git push origin "
            + commit
            + ":refs/heads/hotfix/back");
  }
}
