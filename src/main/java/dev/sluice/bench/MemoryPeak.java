package dev.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at a daemon's memory again and again; remembers the most. */
final class MemoryPeak implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final AtomicLong most = new AtomicLong();
  private final Thread thread;

  MemoryPeak(long pid) {
    this.thread = Thread.ofVirtual().name("memory-peak").start(() -> look(pid));
  }

  /** The most so far, in bytes. */
  long bytes() {
    return most.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void look(long pid) {
    try {
      while (true) {
        most.accumulateAndGet(Usage.of(pid).residentBytes(), Math::max);
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException ended) {
      // The daemon has ended, and its peak is known.
    }
  }
}
