package dev.sluice.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Asks an API server for any answer, again and again with growing pauses, until one comes. */
final class Prober {

  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final int MISSES = 3;
  private static final Duration BETWEEN_MISSES = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Probe probe;
  private final Pace pace;
  private final RandomGenerator random;

  Prober(Probe probe, Pace pace, RandomGenerator random) {
    this.probe = probe;
    this.pace = pace;
    this.random = random;
  }

  /**
   * Returns when the server answered.
   *
   * @param away told once, with the cause, when the third probe in a row brought no answer
   */
  void untilAnswered(Consumer<String> away) throws InterruptedException {
    for (int misses = 1; ; misses++) {
      String cause;
      try {
        probe.ask();
        return;
      } catch (TimeoutException silent) {
        cause = "no answer to a probe within " + Probe.PATIENCE.toSeconds() + " s";
      } catch (IOException refused) {
        cause = String.valueOf(refused.getMessage());
      }
      if (misses == MISSES) {
        away.accept(cause);
      }
      pace.rest(pause(misses));
    }
  }

  // Spread, so that many daemons do not all come at the moment a server is back.
  private Duration pause(int misses) {
    if (misses < MISSES) {
      return BETWEEN_MISSES;
    }
    long grown = FIRST_PAUSE.toMillis() << Math.min(misses - MISSES, 10);
    long most = Math.min(LONGEST_PAUSE.toMillis(), grown);
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }

  /** One question to a server. */
  @FunctionalInterface
  interface Probe {

    /** How long an answer may take; the probe needs neither etcd nor a right. */
    Duration PATIENCE = Duration.ofSeconds(3);

    /** Returns when there was an answer, whatever it said. */
    void ask() throws IOException, TimeoutException, InterruptedException;
  }

  /** Waits; a test does not. */
  @FunctionalInterface
  interface Pace {

    /** Waits that long. */
    void rest(Duration pause) throws InterruptedException;
  }
}
