package dev.sluice.environments;

import dev.sluice.environments.Shape.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lengths of time as our files write them. */
final class Durations {

  /** A number and a unit. */
  static final Text SHAPE =
      new Text(
          Pattern.compile("^[1-9][0-9]{0,4}[smhd]$"),
          "a number of seconds, minutes, hours or days",
          List.of("90s", "15m", "24h", "7d"));

  private Durations() {}

  /** The length of a text of that shape; this one where it is empty. */
  static Duration of(String text, Duration ifEmpty) {
    if (text.isEmpty()) {
      return ifEmpty;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    return Duration.parse((upper.endsWith("D") ? "P" : "PT") + upper);
  }
}
