package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
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
  private final Set<String> followed = new ConcurrentSkipListSet<>();
  private final Set<String> gone = new ConcurrentSkipListSet<>();
  private final Map<String, String> tips = new ConcurrentHashMap<>();
  private volatile Map<String, Failure> refused = Map.of();
  private volatile Optional<Failure> failure = Optional.empty();

  private GitRepository(RepositorySettings settings, Remote remote, BareCache cache) {
    this.settings = settings;
    this.cache = cache;
    this.refs = new LocalRefs(cache);
    this.commits =
        new CommitReader(settings.name(), cache, refs, new ObjectStore(cache, settings.limits()));
    this.fetcher = new Fetcher(remote, cache, refs, settings.limits());
    this.pushes = new Pushes(remote, cache, refs, fetcher, this::pushed);
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
    Set<String> added = new TreeSet<>(names);
    added.removeIf(name -> !followed.add(name));
    return added;
  }

  /**
   * Asks the host where everything followed leads to and fetches what is new.
   *
   * @throws Stopped when the host or the cache fails as a whole; what was known stays in force
   */
  public Poll poll() throws Stopped {
    polling.lock();
    try {
      Poll poll = pollAndRepair();
      failure = Optional.empty();
      return poll;
    } catch (Stopped stopped) {
      failure = Optional.of(stopped.failure());
      throw stopped;
    } finally {
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
    if (gone.contains(follows)) {
      throw new Stopped(branchGone(follows));
    }
    Optional<ObjectId> commit = refs.commit(follows);
    if (commit.isPresent()) {
      return new Revision(settings.name(), commit.get().name());
    }
    throw new Stopped(failure.or(() -> problem(follows)).orElseGet(() -> neverFetched(follows)));
  }

  /**
   * Why something followed does not lead where the host says: it is gone there, or its new tip goes
   * over a limit. Empty when all is well.
   */
  public Optional<Failure> problem(String follows) {
    if (gone.contains(follows)) {
      return Optional.of(branchGone(follows));
    }
    return LocalRefs.candidates(follows).stream()
        .filter(refused::containsKey)
        .findFirst()
        .map(refused::get);
  }

  /** The files of a commit; see {@link CommitReader#source}. */
  public Source source(Revision revision) throws Stopped {
    return commits.source(revision);
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

  /** Our own push is nothing that moved. */
  private void pushed(String branch, ObjectId commit) {
    gone.remove(branch);
    tips.put(branch, commit.name());
  }

  private void requireAbsent(String branch) throws Stopped {
    if (!gone.contains(branch)) {
      throw new Stopped(failure.orElseGet(() -> neverFetched(branch)));
    }
  }

  /** Names who is told, by any reading thread, that the cache is damaged and needs a poll. */
  public void whenBroken(Runnable told) {
    cache.whenBroken(told);
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
      for (String name : followed) {
        refs.commit(name).ifPresent(commit -> tips.put(name, commit.name()));
      }
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
    List<String> names = followed.stream().filter(name -> !LocalRefs.isCommit(name)).toList();
    Set<String> asked = new TreeSet<>();
    names.forEach(name -> asked.addAll(LocalRefs.candidates(name)));
    Fetcher.Answer answer = fetcher.poll(asked);
    List<Failure> notices = new ArrayList<>(answer.refused().values());
    notices.removeAll(refused.values());
    refused = answer.refused();
    SortedMap<String, Poll.Move> moved = new TreeMap<>();
    for (String name : names) {
      if (answer.missing().containsAll(LocalRefs.candidates(name))) {
        if (gone.add(name) && !isYetToCome(name)) {
          notices.add(branchGone(name));
        }
      } else {
        noteMove(name, gone.remove(name) ? "" : tips.getOrDefault(name, ""), moved, notices);
      }
    }
    return new Poll(moved, notices);
  }

  /** A ledger that nothing was ever written to has no branch. */
  private boolean isYetToCome(String name) throws Stopped {
    return LedgerBranches.isLedger(name) && refs.commit(name).isEmpty();
  }

  private void noteMove(
      String name, String before, SortedMap<String, Poll.Move> moved, List<Failure> notices)
      throws Stopped {
    Optional<ObjectId> commit = refs.commit(name);
    if (commit.isEmpty() || commit.get().name().equals(before)) {
      return;
    }
    String now = commit.get().name();
    if (!before.isEmpty() && !refs.descends(commit.get(), ObjectId.fromString(before))) {
      notices.add(
          Failure.of(
              Reason.HISTORY_REWRITTEN,
              name
                  + " of "
                  + settings.name()
                  + " was rewritten: "
                  + now
                  + " does not descend from "
                  + before,
              "Sluice follows it; if nobody meant to rewrite it, push the old commit again"));
    }
    tips.put(name, now);
    moved.put(name, new Poll.Move(before, now));
  }

  private String pinned(String commit) throws Stopped {
    if (!refs.isReachable(ObjectId.fromString(commit))) {
      throw new Stopped(commits.unknown(commit));
    }
    return commit;
  }

  private Failure branchGone(String name) {
    return Failure.of(
        Reason.BRANCH_GONE,
        "repository " + settings.name() + " has no branch or tag " + name,
        "Push it again, or change what the environment follows; what runs is kept and healed");
  }

  private Failure neverFetched(String name) {
    return Failure.of(
        Reason.BRANCH_GONE,
        name + " of " + settings.name() + " has not been fetched yet",
        "Wait for the next poll, or run sluice sync");
  }
}
