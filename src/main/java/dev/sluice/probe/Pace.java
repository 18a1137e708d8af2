package dev.sluice.probe;

import java.time.Duration;

/**
 * How often another system is asked what it says about a commit.
 *
 * @param first pause after an answer that leaves it open; pauses grow with the time it takes
 * @param longest no pause is longer
 * @param renewed pause after an answer that passes, for a check can be run again
 * @param fresh for so long an answer that passes counts; longer than the pause before it is renewed
 */
public record Pace(Duration first, Duration longest, Duration renewed, Duration fresh) {

  /** That of every day. */
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5));

  /** A twelfth of the wait at the most is lost to a pause. */
  private static final int SHARE = 12;

  private static final int MOST_DOUBLINGS = 10;

  /** The pause after an answer that leaves it open. */
  Duration after(Duration waited) {
    Duration share = waited.dividedBy(SHARE);
    return atMost(share.compareTo(first) < 0 ? first : share);
  }

  /** The pause after a try that failed, as so many before it did. */
  Duration afterProblem(int before) {
    return atMost(first.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS)));
  }

  private Duration atMost(Duration pause) {
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
