package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Polls every repository on its own virtual thread, so that one that fails or hangs holds up no
 * other. A poll can be asked for at any time; those asked for while one runs become one.
 */
public final class Poller implements AutoCloseable {

  private final GitRepositories repositories;
  private final Listener listener;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<String, Semaphore> wishes = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  /** A poller that waits on the system's clock; {@link #start} starts it. */
  public Poller(GitRepositories repositories, Listener listener, RandomGenerator random) {
    this(repositories, listener, random, Poller::waitForWish);
  }

  /** The same with another way to wait. */
  Poller(GitRepositories repositories, Listener listener, RandomGenerator random, Pause pause) {
    this.repositories = repositories;
    this.listener = listener;
    this.random = random;
    this.pause = pause;
    for (GitRepository repository : repositories.all()) {
      Semaphore wish = wishOf(repository.settings().name());
      repository.whenLost(wish::release);
      // A cache that breaks while polls fail is mended by the next poll, back-off and all.
      repository.whenBroken(() -> {
        if (repository.failure().isEmpty()) {
          wish.release();
        }
      });
    }
  }

  /** Starts to poll; the first poll of each repository comes at once. */
  public void start() {
    for (GitRepository repository : repositories.all()) {
      threads.add(
          Thread.ofVirtual()
              .name("poll-" + repository.settings().name())
              .start(() -> pollForever(repository)));
    }
  }

  /**
   * Asks for a poll without waiting for the interval, back-off or not.
   *
   * @throws Stopped when no such repository is configured
   */
  public void pollNow(String repository) throws Stopped {
    wish(repository).release();
  }

  /**
   * Follows branches, tags or commits of a repository from now on, and polls at once if some of
   * them are new.
   */
  public void follow(String repository, Collection<String> names) throws Stopped {
    if (!repositories.get(repository).follow(names).isEmpty()) {
      wish(repository).release();
    }
  }

  /** Ends all polling and waits for polls that are under way. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Semaphore wish(String repository) throws Stopped {
    return wishOf(repositories.get(repository).settings().name());
  }

  private Semaphore wishOf(String repository) {
    return wishes.computeIfAbsent(repository, _ -> new Semaphore(0));
  }

  private void pollForever(GitRepository repository) {
    RepositorySettings settings = repository.settings();
    Backoff backoff = new Backoff(settings.interval(), settings.jitter(), random);
    Semaphore wish = wishOf(settings.name());
    int failures = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        wish.drainPermits();
        failures = pollOnce(repository, failures);
        pause.await(wish, backoff.after(failures));
      }
    } catch (InterruptedException e) {
      // The poller is closing: this thread ends.
      Thread.currentThread().interrupt();
    }
  }

  /** Polls and tells; returns the number of failures in a row. */
  private int pollOnce(GitRepository repository, int failures) {
    String name = repository.settings().name();
    long started = System.nanoTime();
    try {
      Poll poll = repository.poll();
      listener.polled(name, since(started), Optional.empty());
      if (failures > 0) {
        listener.recovered(name);
      }
      poll.notices().forEach(notice -> listener.noticed(name, notice));
      if (!poll.moved().isEmpty()) {
        listener.moved(name, poll.moved().keySet());
      }
      return 0;
    } catch (Stopped stopped) {
      listener.polled(name, since(started), Optional.of(stopped.failure().reason()));
      listener.failed(name, stopped.failure());
    } catch (RuntimeException e) {
      // A fault of ours must not end the polling of this repository.
      listener.failed(
          name,
          Failure.of(Reason.INTERNAL, "polling ended with " + e, "Please report it with the log"));
    }
    return failures + 1;
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static void waitForWish(Semaphore wish, Duration atMost) throws InterruptedException {
    boolean wished = wish.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (wished) {
      wish.drainPermits();
    }
  }

  /** Told what polls find, on the thread of the repository; must not block for long. */
  public interface Listener {

    /**
     * A poll ended.
     *
     * @param failed why it failed; empty when it did not
     */
    void polled(String repository, Duration took, Optional<Reason> failed);

    /** Branches or tags now lead to another commit; they are named as they are followed. */
    void moved(String repository, Set<String> names);

    /** Something a person should know that does not stop the repository. */
    void noticed(String repository, Failure notice);

    /** A poll failed; the last good revisions stay in force. Told for every failed poll. */
    void failed(String repository, Failure failure);

    /** The first poll that succeeds after one that failed. */
    void recovered(String repository);
  }

  /** How the poller waits between two polls. */
  @FunctionalInterface
  interface Pause {

    /** Returns after some time, or as soon as a permit can be taken. */
    void await(Semaphore wish, Duration atMost) throws InterruptedException;
  }
}
