package dev.sluice.kube;

import dev.sluice.model.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How a watch stands, and somebody to wait for its first list. Thread-safe. */
final class WatchState {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private boolean listed;
  private boolean current;
  private @Nullable Failure failure;

  /** It has been listed and is connected. */
  void current() {
    move(true, null);
  }

  /** It is not connected, for this reason. */
  void broken(Failure why) {
    move(false, why);
  }

  /** It will not go on. */
  void stop() {
    move(false, failure);
  }

  /** Whether it is complete and connected. */
  boolean isCurrent() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Why it is not connected; empty while it is, and before the first attempt. */
  Optional<Failure> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it has been listed once, or has failed to be.
   *
   * @return why it could not be listed yet; empty once it was, even if it is disconnected now
   */
  Optional<Failure> awaitListed(Duration patience, Failure tooLate) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!listed && failure == null && left > 0) {
        left = moved.awaitNanos(left);
      }
      if (listed) {
        return Optional.empty();
      }
      return Optional.of(failure == null ? tooLate : failure);
    } finally {
      lock.unlock();
    }
  }

  private void move(boolean nowCurrent, @Nullable Failure why) {
    lock.lock();
    try {
      current = nowCurrent;
      listed |= nowCurrent;
      failure = why;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
