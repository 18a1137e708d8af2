package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.TargetId;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final TargetId WEB = new TargetId("config", "web", "dev");
  private static final TargetId DB = new TargetId("config", "db", "dev");

  private final BackOff backOff = new BackOff(new Random(7));

  @Test
  void pausesGrowToABoundAndAreSpread() {
    Duration expected = Duration.ofSeconds(1);
    for (int failure = 1; failure <= 100; failure++) {
      Duration pause = backOff.failed(WEB);
      assertThat(pause).isBetween(expected.dividedBy(2), expected);
      Duration doubled = expected.multipliedBy(2);
      expected = doubled.compareTo(Duration.ofMinutes(3)) > 0 ? Duration.ofMinutes(3) : doubled;
    }
  }

  @Test
  void oneTargetsFailuresAreItsOwn() {
    for (int failure = 0; failure < 10; failure++) {
      backOff.failed(WEB);
    }
    assertThat(backOff.failed(DB)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aSuccessEndsTheRow() {
    for (int failure = 0; failure < 10; failure++) {
      backOff.failed(WEB);
    }
    backOff.succeeded(WEB);
    assertThat(backOff.failed(WEB)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }
}
