package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Mixin: {@code --until}. */
final class Until {

  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([mhd])");

  @Option(
      names = "--until",
      paramLabel = "TIME",
      defaultValue = "",
      description = "When it ends by itself: 2026-03-04T18:00:00Z, or from now on 90m, 8h, 3d.")
  private String text = "";

  /**
   * The time that is meant.
   *
   * @return empty when none was given
   * @throws Stopped when it is none, or past
   */
  Optional<Instant> at(Instant now) throws Stopped {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Instant end = parse(now);
    if (!end.isAfter(now)) {
      throw wrong("%s is past".formatted(text), "Give a time to come");
    }
    return Optional.of(end.truncatedTo(ChronoUnit.SECONDS));
  }

  private Instant parse(Instant now) throws Stopped {
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      int amount = Integer.parseInt(span.group(1));
      return now.plus(
          switch (span.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          });
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(
          "--until %s is no time".formatted(text),
          "Write it like 2026-03-04T18:00:00Z or 2026-03-04T18:00:00+01:00, or from now on like"
              + " 90m, 8h or 3d");
    }
  }

  private static Stopped wrong(String message, String remedy) {
    return new Stopped(Failure.of(Reason.INVALID_CONFIGURATION, message, remedy));
  }
}
