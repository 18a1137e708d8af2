package dev.sluice.model.promotion;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/** The local times that one expression of a window names. */
public sealed interface WindowTimes {

  /** Whether a local time lies in them. */
  boolean contains(LocalDateTime at);

  /**
   * Reads days, times of day or both ({@code Mon-Fri 09:00-16:00}, {@code Sat,Sun}, {@code
   * 22:00-06:00}), or the minutes of a schedule ({@code * 9-15 * * MON-FRI}).
   *
   * @throws IllegalArgumentException when it is neither; the message says what is wrong, for people
   */
  static WindowTimes parse(String text) {
    String stripped = text.strip();
    return stripped.split("\\s+").length == 5
        ? new Minutes(Cron.parse(stripped))
        : WeeklyTimes.parse(stripped);
  }

  /** Every minute that a schedule falls on. */
  record Minutes(Cron cron) implements WindowTimes {

    @Override
    public boolean contains(LocalDateTime at) {
      return cron.matches(at);
    }
  }

  /**
   * The same hours of some days of every week. Where they end before they begin, they end on the
   * following day.
   *
   * @param days the days they begin on
   * @param from minutes from midnight, 0 to 1439
   * @param to minutes from midnight, 1 to 1440, the first one that is not in them any more
   */
  record Weekly(Set<DayOfWeek> days, int from, int to) implements WindowTimes {

    @Override
    public boolean contains(LocalDateTime at) {
      int minute = minute(at.toLocalTime());
      boolean begunToday = days.contains(at.getDayOfWeek()) && minute >= from;
      return from < to
          ? begunToday && minute < to
          : begunToday || (days.contains(at.getDayOfWeek().minus(1)) && minute < to);
    }

    private static int minute(LocalTime time) {
      return time.getHour() * 60 + time.getMinute();
    }
  }
}
