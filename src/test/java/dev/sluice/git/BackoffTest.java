package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses between polls. */
class BackoffTest {

  @ParameterizedTest
  @CsvSource({"0, 30", "1, 5", "2, 10", "3, 20", "7, 300", "8, 300", "1000000, 300"})
  void doublesUpToFiveMinutes(int failures, long seconds) {
    Backoff backoff = new Backoff(Duration.ofSeconds(30), 0, new Random(1));

    assertThat(backoff.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void shortIntervalStartsShorter() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), 0, new Random(1));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(4)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void longIntervalIsNotCutShort() {
    Backoff backoff = new Backoff(Duration.ofHours(1), 0, new Random(1));

    assertThat(backoff.after(30)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void jitterStaysInItsShareAndSpreads() {
    Backoff backoff = new Backoff(Duration.ofSeconds(100), 0.2, new Random(1));
    Duration shortest = Duration.ofDays(1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1000; i++) {
      Duration pause = backoff.after(0);
      shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }

    assertThat(shortest).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(82));
    assertThat(longest).isBetween(Duration.ofSeconds(118), Duration.ofSeconds(120));
  }
}
