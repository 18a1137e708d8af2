package dev.sluice.demo;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** How many requests of each kind were answered. */
final class RequestCounts {
  private final AtomicIntegerArray counts = new AtomicIntegerArray(GitRequest.values().length);

  void add(GitRequest kind) {
    counts.incrementAndGet(kind.ordinal());
  }

  int of(GitRequest kind) {
    return counts.get(kind.ordinal());
  }
}
