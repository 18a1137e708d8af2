package dev.sluice.controlplane;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells at a steady rate how long something has been going on, until it is closed. */
final class Ticker implements AutoCloseable {
  private final long start = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  Ticker(Duration interval, Consumer<Duration> tick) {
    thread =
        Thread.ofVirtual()
            .name("progress")
            .start(() -> {
              while (!closedWithin(interval)) {
                tick.accept(elapsed());
              }
            });
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Such as {@code 4 s} or {@code 2 min 03 s}. */
  static String readable(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** After this no tick is told any more. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean closedWithin(Duration interval) {
    try {
      return closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
