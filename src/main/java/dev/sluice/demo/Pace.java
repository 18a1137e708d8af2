package dev.sluice.demo;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The times of the worked example, short enough to be watched: nobody who tries it waits forty
 * minutes for a canary, or a day until the release before it retires.
 */
final class Pace {

  private static final Map<String, String> WATCHABLE =
      Map.of("interval", "1s", "pause", "5s", "retireAfter", "5m");

  private static final Pattern FIELD =
      Pattern.compile("(?m)^( *)(" + String.join("|", WATCHABLE.keySet()) + "): \\S+$");

  private Pace() {}

  /** The text of an environment file in which no more time passes than that. */
  static String watchable(String environment) {
    return FIELD
        .matcher(environment)
        .replaceAll(
            field -> field.group(1) + field.group(2) + ": " + WATCHABLE.get(field.group(2)));
  }
}
