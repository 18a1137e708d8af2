package dev.sluice.model;

import java.time.Duration;

/** Lengths of time as people write them in files: {@code 1d12h}, {@code 1h30m}, {@code 45s}. */
public final class DurationText {

  private DurationText() {}

  /** In whole seconds; {@code 0s} for less than one. */
  public static String of(Duration length) {
    String text =
        part(length.toDays(), "d")
            + part(length.toHoursPart(), "h")
            + part(length.toMinutesPart(), "m")
            + part(length.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text;
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
