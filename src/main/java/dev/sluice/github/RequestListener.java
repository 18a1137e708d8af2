package dev.sluice.github;

import java.time.Duration;

/** Hears of every request that was sent to a GitHub host. */
@FunctionalInterface
public interface RequestListener {

  /**
   * A request ended. Returns at once.
   *
   * @param host the host of the API
   * @param status HTTP status; 0 when no answer came
   * @param took until the whole answer was there
   */
  void ended(String host, int status, Duration took);
}
