package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Mixin: how long the daemon's answer is waited for. */
final class Patience {

  private static final long SOON = 5;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  @Option(names = "--no-wait", description = "Do not wait for the daemon's answer.")
  private boolean leave;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Wait so long for the daemon's answer (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  /** Looks for an answer. */
  @FunctionalInterface
  interface Look<T> {

    /** The answer; empty while there is none. */
    Optional<T> now() throws Stopped;
  }

  /** How long an answer may take. */
  sealed interface Wait {

    /** So long as the person says. */
    record AsSaid() implements Wait {}

    /** It takes its time: only a refusal comes soon, and no answer is no failure. */
    record ForRefusal() implements Wait {}

    /** So long, or longer if the person says so. */
    record AtLeast(Duration time) implements Wait {}
  }

  boolean isWanted() {
    return !leave;
  }

  int seconds() {
    return seconds;
  }

  /** Looks every second until there is an answer; empty when the time is over. */
  <T> Optional<T> until(Look<T> look, Wait wait, SyncWait.Pause pause, Clock clock)
      throws Stopped, InterruptedException {
    long most =
        switch (wait) {
          case Wait.AsSaid() -> seconds;
          case Wait.ForRefusal() -> Math.min(seconds, SOON);
          case Wait.AtLeast(Duration time) -> Math.max(seconds, time.toSeconds());
        };
    Instant end = clock.instant().plusSeconds(most);
    while (true) {
      Optional<T> found = look.now();
      if (found.isPresent() || !clock.instant().isBefore(end)) {
        return found;
      }
      pause.of(BETWEEN_LOOKS);
    }
  }
}
