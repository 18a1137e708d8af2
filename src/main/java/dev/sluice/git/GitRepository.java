package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One config repository: what its branches and tags lead to and the files of its commits. Reading
 * goes on from the cache whatever the host does. Safe for use by many threads; polls queue up.
 */
public final class GitRepository implements AutoCloseable {

  private final RepositorySettings settings;
  private final BareCache cache;
  private final LocalRefs refs;
  private final CommitReader commits;
  private final Fetcher fetcher;
  private final Pushes pushes;
  private final ReentrantLock polling = new ReentrantLock();
  private final Watched watched;
  private final Naming naming;
  private final LostCommits lost;
  private volatile Runnable whenLost = () -> {};
  private volatile Optional<Failure> failure = Optional.empty();

  private GitRepository(RepositorySettings settings, Remote remote, BareCache cache) {
    this.settings = settings;
    this.cache = cache;
    this.refs = new LocalRefs(cache);
    this.commits =
        new CommitReader(settings.name(), cache, refs, new ObjectStore(cache, settings.limits()));
    this.fetcher = new Fetcher(remote, cache, refs, settings.limits());
    this.watched = new Watched(settings.name(), refs);
    this.naming = new Naming(watched, refs, settings.hotfixBranches());
    this.lost = new LostCommits(fetcher, refs);
    this.pushes = new Pushes(remote, cache, refs, fetcher, watched::pushed);
  }

  /**
   * Opens the cache of a repository, or makes an empty one. Makes no request; a damaged cache is
   * noticed here and made anew by the next poll.
   *
   * @param data the daemon's data directory; the cache is {@code git/<name>.git} in it
   * @throws Stopped when the settings are not allowed or the directory cannot be used
   */
  public static GitRepository open(RepositorySettings settings, Path data) throws Stopped {
    Remote remote = new Remote(settings);
    GitRepository repository =
        new GitRepository(settings, remote, BareCache.open(data, settings.name()));
    repository.follow(Set.of(settings.defaultBranch()));
    repository.checkCache();
    return repository;
  }

  /** What it is configured with. */
  public RepositorySettings settings() {
    return settings;
  }

  /** Why the last poll failed; empty when it succeeded or there was none. */
  public Optional<Failure> failure() {
    return failure;
  }

  /**
   * Says what must be known: names of branches, names of tags, full names ({@code refs/tags/v1}) or
   * full commit ids. The default branch is always followed.
   *
   * @return what was not followed before; a poll finds out where it leads
   */
  public Set<String> follow(Collection<String> names) {
    return watched.follow(names);
  }

  /**
   * Asks the host where everything followed leads to and fetches what is new.
   *
   * @throws Stopped when the host or the cache fails as a whole; what was known stays in force
   */
  public Poll poll() throws Stopped {
    polling.lock();
    naming.begins();
    try {
      Poll poll = pollAndRepair();
      failure = Optional.empty();
      return poll;
    } catch (Stopped stopped) {
      failure = Optional.of(stopped.failure());
      throw stopped;
    } finally {
      naming.ends();
      polling.unlock();
    }
  }

  /**
   * The last good commit of something followed, from the cache: makes no request.
   *
   * @throws Stopped when it is gone, was never fetched, or the cache is damaged
   */
  public Revision tip(String follows) throws Stopped {
    if (LocalRefs.isCommit(follows)) {
      return new Revision(settings.name(), pinned(follows));
    }
    if (watched.isGone(follows)) {
      throw new Stopped(watched.branchGone(follows));
    }
    Optional<ObjectId> commit = refs.commit(follows);
    if (commit.isPresent()) {
      return new Revision(settings.name(), commit.get().name());
    }
    throw new Stopped(
        failure.or(() -> problem(follows)).orElseGet(() -> watched.neverFetched(follows)));
  }

  /**
   * Why something followed does not lead where the host says: it is gone there, or its new tip goes
   * over a limit. Empty when all is well.
   */
  public Optional<Failure> problem(String follows) {
    return watched.problem(follows);
  }

  /** The files of a commit; see {@link CommitReader#source}. */
  public Source source(Revision revision) throws Stopped {
    return commits.source(revision);
  }

  /**
   * The files of a commit that a ledger or the last run says is in force. One that is not here is
   * asked for by its id, with the next poll.
   *
   * @throws Stopped when the commit is not here (yet), or the cache is damaged
   */
  public Source released(Revision revision) throws Stopped {
    try {
      return commits.source(revision);
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.NOT_FOUND) {
        throw stopped;
      }
      if (lost.want(revision.commit())) {
        whenLost.run();
      }
      throw new Stopped(lost.missing(settings.name(), revision.commit()));
    }
  }

  /** Which commits people may name. */
  public Naming naming() {
    return naming;
  }

  /** Reads its commits. */
  public CommitReader commits() {
    return commits;
  }

  /**
   * Whether a commit belongs to the history of something followed; false when it is not known here.
   *
   * @throws Stopped when what is followed is gone, was never fetched, or the cache is damaged
   */
  public boolean contains(String follows, Revision revision) throws Stopped {
    return LocalRefs.isCommit(revision.commit())
        && refs.descends(
            ObjectId.fromString(tip(follows).commit()), ObjectId.fromString(revision.commit()));
  }

  /**
   * The files of a ledger on a branch that is followed. That the host has no such branch is no
   * failure: the first write makes it.
   */
  public LedgerStore ledger(String branch) {
    LedgerStore files = new LedgerBranch(branch, cache, refs, this::requireAbsent, pushes);
    return new LockedStore(files, polling);
  }

  private void requireAbsent(String branch) throws Stopped {
    if (!watched.isGone(branch)) {
      throw new Stopped(failure.orElseGet(() -> watched.neverFetched(branch)));
    }
  }

  /** Names who is told, by any reading thread, that the cache is damaged and needs a poll. */
  public void whenBroken(Runnable told) {
    cache.whenBroken(told);
  }

  /** Names who is told that something has to be asked for that no branch brings. */
  public void whenLost(Runnable told) {
    whenLost = told;
  }

  @Override
  public void close() throws IOException {
    polling.lock();
    try {
      cache.close();
    } finally {
      polling.unlock();
    }
  }

  private void checkCache() {
    try {
      refs.checkWhole();
      watched.remember();
    } catch (Stopped damaged) {
      failure = Optional.of(damaged.failure());
    }
  }

  private Poll pollAndRepair() throws Stopped {
    if (cache.isBroken()) {
      cache.recreate();
    }
    try {
      return pollOnce();
    } catch (Stopped stopped) {
      if (!cache.isBroken()) {
        throw stopped;
      }
      cache.recreate();
      return pollOnce();
    }
  }

  private Poll pollOnce() throws Stopped {
    Poll poll = watched.note(fetcher.poll(watched.refs(), settings.hotfixBranches()));
    lost.fetch();
    return poll;
  }

  private String pinned(String commit) throws Stopped {
    if (!refs.isReachable(ObjectId.fromString(commit))) {
      throw new Stopped(commits.unknown(commit));
    }
    return commit;
  }
}
