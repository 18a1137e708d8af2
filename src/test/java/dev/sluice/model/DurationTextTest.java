package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.4S, 0s",
    "PT45.9S, 45s",
    "PT10M, 10m",
    "PT1H30M, 1h30m",
    "P1DT12H, 1d12h",
    "P2DT0H0M5S, 2d5s"
  })
  void readsAsInFiles(Duration length, String text) {
    assertThat(DurationText.of(length)).isEqualTo(text);
  }
}
