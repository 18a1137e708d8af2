package dev.sluice.git;

import java.time.Duration;

/**
 * What one repository may cost.
 *
 * @param packBytes bytes the host may send in one fetch, counted as they arrive
 * @param objectBytes bytes of one file
 * @param files files of one revision
 * @param fetchTime time one poll may take, from the first connection to the last object
 * @param silence time the host may stay silent while we wait for it; at least one second
 */
public record GitLimits(
    long packBytes, long objectBytes, int files, Duration fetchTime, Duration silence) {

  /** Generous for a repository of configuration, harmless for the daemon. */
  public static final GitLimits DEFAULT =
      new GitLimits(512L << 20, 16L << 20, 100_000, Duration.ofMinutes(5), Duration.ofSeconds(20));
}
