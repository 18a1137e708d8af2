package dev.sluice.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found out so far for one gate of one promotion. The next try is made when somebody asks
 * and it is due: a promotion that nobody asks about, because it stands still, costs nothing and
 * fails nothing.
 */
final class Ongoing<T> {

  private final Duration interval;
  private final Memory memory;
  private final List<T> found = new ArrayList<>();
  private Optional<Instant> begun = Optional.empty();
  private Optional<String> problem = Optional.empty();
  private boolean running;
  private Instant asked;

  /** What is kept. */
  enum Memory {
    ALL,
    LAST
  }

  /** One try. */
  @FunctionalInterface
  interface Attempt<T> {

    T at(Instant now) throws ProbeFailed;
  }

  /**
   * Nothing was tried yet.
   *
   * @param interval between the begins of two tries
   */
  Ongoing(Duration interval, Memory memory, Instant now) {
    this.interval = interval;
    this.memory = memory;
    this.asked = now;
  }

  /** What was found so far, the oldest first. */
  synchronized List<T> found(Instant now) {
    asked = now;
    return List.copyOf(found);
  }

  /** Whether the next try is due; it counts as begun then. */
  synchronized boolean begin(Instant now) {
    boolean due = begun.map(last -> !now.isBefore(last.plus(interval))).orElse(true);
    if (running || !due) {
      return false;
    }
    running = true;
    begun = Optional.of(now);
    return true;
  }

  /** Makes the try that was begun. */
  void attempt(Attempt<T> attempt, Instant now) {
    Optional<T> made = Optional.empty();
    Optional<String> why = Optional.of("fault in Sluice: its log tells more");
    try {
      made = Optional.of(attempt.at(now));
      why = Optional.empty();
    } catch (ProbeFailed failed) {
      why = Optional.of(failed.why());
    } finally {
      end(made, why);
    }
  }

  private synchronized void end(Optional<T> made, Optional<String> why) {
    running = false;
    problem = why;
    if (made.isPresent() && memory == Memory.LAST) {
      found.clear();
    }
    made.ifPresent(found::add);
  }

  /** Why the last try could not be made. */
  synchronized Optional<String> problem() {
    return problem;
  }

  /** Whether nobody has asked since. */
  synchronized boolean isForgotten(Instant since) {
    return asked.isBefore(since) && !running;
  }

  /** Whether its last try was made before. */
  synchronized boolean isOlder(Instant than) {
    return !running && begun.map(last -> last.isBefore(than)).orElse(false);
  }
}
