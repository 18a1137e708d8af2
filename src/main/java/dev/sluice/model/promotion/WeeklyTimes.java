package dev.sluice.model.promotion;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Mon-Fri 09:00-16:00}. */
final class WeeklyTimes {

  private static final Pattern HOURS =
      Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]|24):([0-5][0-9])");
  private static final int DAY = 24 * 60;

  private WeeklyTimes() {}

  static WindowTimes.Weekly parse(String text) {
    String[] parts = text.split("\\s+");
    boolean endsInHours = parts[parts.length - 1].contains(":");
    if (text.isEmpty() || parts.length > (endsInHours ? 2 : 1)) {
      throw new IllegalArgumentException(
          "expected days, times of day or both, such as Mon-Fri 09:00-16:00, or the five fields of"
              + " a schedule");
    }
    Set<DayOfWeek> days =
        endsInHours && parts.length == 1
            ? Set.copyOf(EnumSet.allOf(DayOfWeek.class))
            : days(parts[0]);
    return endsInHours
        ? hours(days, parts[parts.length - 1])
        : new WindowTimes.Weekly(days, 0, DAY);
  }

  private static WindowTimes.Weekly hours(Set<DayOfWeek> days, String text) {
    Matcher matcher = HOURS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the times %s are not two times of day such as 09:00-16:00".formatted(text));
    }
    int from = minutes(matcher, 1);
    int to = minutes(matcher, 3);
    if (to > DAY) {
      throw new IllegalArgumentException("the times %s end after 24:00".formatted(text));
    }
    if (from == to) {
      throw new IllegalArgumentException("the times %s end when they begin".formatted(text));
    }
    // Until midnight is until the end of the day.
    return new WindowTimes.Weekly(days, from, to == 0 ? DAY : to);
  }

  private static int minutes(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group)) * 60 + Integer.parseInt(matcher.group(group + 1));
  }

  private static Set<DayOfWeek> days(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      DayOfWeek first = day(ends[0], part);
      DayOfWeek last = ends.length == 1 ? first : day(ends[1], part);
      if (ends.length > 2) {
        throw notADay(part);
      }
      // A week has no end: Fri-Mon goes over the weekend.
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return Set.copyOf(days);
  }

  private static DayOfWeek day(String text, String part) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> isCalled(day, text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> notADay(part));
  }

  private static boolean isCalled(DayOfWeek day, String upper) {
    return day.name().equals(upper) || day.name().substring(0, 3).equals(upper);
  }

  private static IllegalArgumentException notADay(String part) {
    return new IllegalArgumentException(
        "the days %s are not of Mon, Tue, Wed, Thu, Fri, Sat, Sun, nor a range such as Mon-Fri"
            .formatted(part.isEmpty() ? "\"\"" : part));
  }
}
