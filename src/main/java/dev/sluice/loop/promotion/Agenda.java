package dev.sluice.loop.promotion;

import dev.sluice.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which targets are to be decided on: at once, or at a time. Thread-safe. */
final class Agenda {

  /** A clock that is set while we wait must not make us sleep for hours. */
  private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Set<TargetId> now = new LinkedHashSet<>();
  private final Map<TargetId, Instant> later = new HashMap<>();
  private boolean closed;

  Agenda(InstantSource clock) {
    this.clock = clock;
  }

  /** Something happened to a target. */
  void add(TargetId target) {
    lock.lock();
    try {
      now.add(target);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** To be looked at then, unless something happens before; replaces an earlier time. */
  void at(TargetId target, Instant when) {
    lock.lock();
    try {
      later.put(target, when);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No time is set for a target any more. */
  void clear(TargetId target) {
    lock.lock();
    try {
      later.remove(target);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is to be decided any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to decide, and takes all of it; nothing once it is closed. */
  Set<TargetId> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          return Set.of();
        }
        due();
        if (!now.isEmpty()) {
          Set<TargetId> taken = new LinkedHashSet<>(now);
          now.clear();
          return taken;
        }
        more.awaitNanos(nap().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void due() {
    Instant instant = clock.instant();
    Iterator<Map.Entry<TargetId, Instant>> entries = later.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<TargetId, Instant> entry = entries.next();
      if (!entry.getValue().isAfter(instant)) {
        now.add(entry.getKey());
        entries.remove();
      }
    }
  }

  private Duration nap() {
    return later.values().stream()
        .min(Instant::compareTo)
        .map(next -> Duration.between(clock.instant(), next).plusMillis(1))
        .filter(next -> next.compareTo(LONGEST_NAP) < 0)
        .orElse(LONGEST_NAP);
  }
}
