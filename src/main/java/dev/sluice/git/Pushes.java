package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Moves branches on the Git host by compare-and-swap, and takes the outcome into the cache. */
final class Pushes {

  private final Remote remote;
  private final BareCache cache;
  private final LocalRefs refs;
  private final Fetcher fetcher;
  private final Pushed pushed;

  /** Is told where a branch stands after a push of ours. */
  @FunctionalInterface
  interface Pushed {

    /** The branch leads there now; nobody else moved it. */
    void to(String branch, ObjectId commit);
  }

  Pushes(Remote remote, BareCache cache, LocalRefs refs, Fetcher fetcher, Pushed pushed) {
    this.remote = remote;
    this.cache = cache;
    this.refs = refs;
    this.fetcher = fetcher;
    this.pushed = pushed;
  }

  /**
   * Moves a branch from one commit to the next.
   *
   * @param expected where it stands; zero when there is none
   * @return whether it leads to the commit now; if not, the cache has what it leads to instead
   * @throws Stopped when the host refuses, or it is not known what became of it
   */
  boolean push(String branch, ObjectId expected, ObjectId commit) throws Stopped {
    Remote.Answer answer = remote.push(cache.repository(), branch, expected, commit);
    return switch (answer.status()) {
      case OK, UP_TO_DATE -> {
        take(branch, commit);
        yield true;
      }
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> {
        fetch(branch);
        yield false;
      }
      case REJECTED_OTHER_REASON,
          REJECTED_NODELETE,
          NON_EXISTING,
          NOT_ATTEMPTED,
          AWAITING_REPORT -> {
        fetch(branch);
        if (!refs.id(Constants.R_HEADS + branch).equals(known(expected))) {
          yield false; // two pushes met: the host keeps one of them out by its lock
        }
        throw new Stopped(refused(branch, answer.message()));
      }
    };
  }

  private static Optional<ObjectId> known(ObjectId expected) {
    return expected.equals(ObjectId.zeroId()) ? Optional.empty() : Optional.of(expected);
  }

  private void take(String branch, ObjectId commit) throws Stopped {
    try {
      refs.update(Constants.R_HEADS + branch, commit);
      pushed.to(branch, commit);
    } catch (IOException e) {
      throw cache.broken(e);
    }
  }

  private void fetch(String branch) throws Stopped {
    Fetcher.Answer answer = fetcher.poll(Set.of(Constants.R_HEADS + branch), Set.of());
    if (!answer.missing().isEmpty() && refs.id(Constants.R_HEADS + branch).isPresent()) {
      throw new Stopped(
          Failure.of(
              Reason.LEDGER_EDITED,
              "the branch " + branch + " is gone on " + remote.display(),
              "Nothing is promoted here; what runs goes on running. Push it again: the last known"
                  + " commit is "
                  + refs.id(Constants.R_HEADS + branch).orElseThrow().name()));
    }
  }

  private Failure refused(String branch, String words) {
    return Failure.of(
        Reason.LEDGER_REFUSED,
        "%s does not take a push to %s: %s".formatted(remote.display(), branch, words),
        "Give the account of Sluice the right to push to sluice/env/*, past rules that require"
            + " pull requests; or keep the ledger in the cluster:"
            + " sluice.repositories.NAME.ledger=cluster");
  }
}
