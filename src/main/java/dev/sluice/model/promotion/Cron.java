package dev.sluice.model.promotion;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The five fields of a schedule, as crontab(5) defines them: minute, hour, day of the month, month,
 * day of the week. Local times: what a change of clocks does to them is decided by whoever has the
 * time zone.
 *
 * @param minutes 0 to 59
 * @param hours 0 to 23
 * @param daysOfMonth 1 to 31
 * @param months the months
 * @param daysOfWeek the days of the week
 * @param days how the two fields of days go together
 */
public record Cron(
    Set<Integer> minutes,
    Set<Integer> hours,
    Set<Integer> daysOfMonth,
    Set<Month> months,
    Set<DayOfWeek> daysOfWeek,
    Days days) {

  /** How the day of the month and the day of the week go together. */
  public enum Days {
    /** Both must fit: at least one of them is {@code *}. */
    BOTH,
    /** One that fits is enough: both are given, and cron has always read that as "or". */
    EITHER
  }

  /**
   * Reads a schedule such as {@code 0 9 * * MON-FRI}. Names of days and months, lists, ranges and
   * steps are understood; 0 and 7 are both Sunday.
   *
   * @throws IllegalArgumentException when it is none, or names a day that never comes; the message
   *     says what is wrong, for people
   */
  public static Cron parse(String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "a schedule has five fields (minute, hour, day of the month, month, day of the week),"
              + " this has "
              + (text.isBlank() ? 0 : fields.length));
    }
    Cron cron =
        new Cron(
            CronField.MINUTE.values(fields[0]),
            CronField.HOUR.values(fields[1]),
            CronField.DAY_OF_MONTH.values(fields[2]),
            CronField.MONTH.values(fields[3]).stream()
                .map(Month::of)
                .collect(Collectors.toUnmodifiableSet()),
            CronField.DAY_OF_WEEK.values(fields[4]).stream()
                .map(day -> DayOfWeek.of(day == 0 ? 7 : day))
                .collect(Collectors.toUnmodifiableSet()),
            isGiven(fields[2]) && isGiven(fields[4]) ? Days.EITHER : Days.BOTH);
    if (cron.days == Days.BOTH && !cron.hasADay()) {
      throw new IllegalArgumentException(
          "no month named has a day %s, so it never comes".formatted(fields[2]));
    }
    return cron;
  }

  /** Whether it falls on a day. */
  public boolean onDay(LocalDate day) {
    boolean ofMonth = daysOfMonth.contains(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.contains(day.getDayOfWeek());
    return months.contains(day.getMonth())
        && switch (days) {
          case BOTH -> ofMonth && ofWeek;
          case EITHER -> ofMonth || ofWeek;
        };
  }

  /** Whether it falls on a minute of its days; seconds do not count. */
  public boolean atTime(LocalTime time) {
    return hours.contains(time.getHour()) && minutes.contains(time.getMinute());
  }

  /** Whether it falls on this minute; seconds do not count. */
  public boolean matches(LocalDateTime at) {
    return atTime(at.toLocalTime()) && onDay(at.toLocalDate());
  }

  private boolean hasADay() {
    return months.stream()
        .anyMatch(month -> daysOfMonth.stream().anyMatch(day -> day <= month.maxLength()));
  }

  /** A field that begins with a star restricts nothing, as far as days go: {@code *&#47;2} too. */
  private static boolean isGiven(String field) {
    return !field.startsWith("*");
  }
}
