package dev.sluice.git;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to pause before the next poll. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Duration interval;
  private final double jitter;
  private final RandomGenerator random;

  /**
   * Pauses around an interval.
   *
   * @param jitter share by which a pause may differ, 0 to 1
   */
  Backoff(Duration interval, double jitter, RandomGenerator random) {
    this.interval = interval;
    this.jitter = jitter;
    this.random = random;
  }

  /**
   * The pause after some failures in a row: soon again at first, then twice as long each time, at
   * most five minutes or the interval, whichever is longer.
   *
   * @param failures 0 after a success
   */
  Duration after(int failures) {
    Duration base = interval;
    if (failures > 0) {
      Duration first = interval.compareTo(FIRST) < 0 ? interval : FIRST;
      Duration longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
      Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
      base = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
    double factor = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (base.toNanos() * factor));
  }
}
