package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one account may still ask of one host. GitHub counts requests per account, wants them one
 * after the other, and bans who goes on asking after it said to stop; see <a
 * href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api">its
 * guide</a>. Thread-safe.
 */
final class Allowance {

  private static final int MOST_DOUBLINGS = 4;

  private final InstantSource clock;
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<Pause> pause = Optional.empty();
  private int inARow;

  private record Pause(Failure why, Instant until) {}

  Allowance(InstantSource clock) {
    this.clock = clock;
  }

  /** One request. */
  @FunctionalInterface
  interface Asking<T> {

    T ask() throws Stopped;
  }

  /**
   * Asks when it is this one's turn.
   *
   * @throws Stopped also while nothing may be asked, and then with the reason for that
   */
  <T> T take(Asking<T> asking) throws Stopped {
    turn.lock();
    try {
      Optional<Pause> now = current();
      if (now.isPresent()) {
        throw new Stopped(now.get().why());
      }
      return asking.ask();
    } finally {
      turn.unlock();
    }
  }

  /** When something may be asked again; empty for now. */
  Optional<Instant> resumesAt() {
    return current().map(Pause::until);
  }

  private synchronized Optional<Pause> current() {
    return pause.filter(one -> one.until().isAfter(clock.instant()));
  }

  /** Nothing is asked until then. */
  synchronized void pause(Failure why, Instant until) {
    pause = Optional.of(new Pause(why, until));
  }

  /** Nothing is asked for a while, and for longer each time in a row. */
  synchronized Instant pauseLonger(Failure why, Duration first) {
    Instant until =
        clock.instant().plus(first.multipliedBy(1L << Math.min(inARow, MOST_DOUBLINGS)));
    inARow++;
    pause(why, until);
    return until;
  }

  /** An answer came. */
  synchronized void well() {
    inARow = 0;
  }
}
