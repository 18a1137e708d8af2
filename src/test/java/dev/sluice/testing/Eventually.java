package dev.sluice.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for what another process does in its own time, with a deadline instead of a fixed sleep.
 */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private Eventually() {}

  /** Returns as soon as the condition is true; fails with its description after 30 s. */
  public static void holds(String description, Callable<Boolean> condition) {
    holds(description, PATIENCE, condition);
  }

  /** Returns as soon as the condition is true; fails with its description after a time. */
  public static void holds(String description, Duration patience, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Not within " + patience.toSeconds() + " s: " + description);
        }
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting until " + description, e);
    } catch (AssertionError e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("Asking failed: " + description, e);
    }
  }
}
