package dev.sluice.report;

import java.time.Duration;
import java.util.Locale;

/** Times the stages of runs. */
public record StageMeters(Meters meters) implements StageTimer {

  @Override
  public void took(Stage stage, long nanoseconds) {
    meters.time(Metric.STAGE, Duration.ofNanos(nanoseconds), stage.name().toLowerCase(Locale.ROOT));
  }
}
