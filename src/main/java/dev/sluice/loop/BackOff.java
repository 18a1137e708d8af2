package dev.sluice.loop;

import dev.sluice.model.TargetId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Growing pauses between failed runs of one target, with jitter; other targets never notice. */
public final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(1);

  /** The longest pause between two tries. */
  static final Duration LONGEST = Duration.ofMinutes(3);

  private static final int DOUBLINGS = 10;

  private final RandomGenerator random;
  private final Map<TargetId, Integer> failures = new ConcurrentHashMap<>();

  /** Pauses spread by this source of randomness. */
  public BackOff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause after one more failure in a row. */
  public Duration failed(TargetId target) {
    int count = failures.merge(target, 1, Integer::sum);
    long full = FIRST.toMillis() << Math.min(count - 1, DOUBLINGS);
    long bounded = Math.min(full, LONGEST.toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }

  /** The row of failures has ended. */
  public void succeeded(TargetId target) {
    failures.remove(target);
  }
}
