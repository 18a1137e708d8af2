package dev.sluice.model.promotion;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times of a schedule where it is read. As cron does it: a time that the clock skips is made up
 * for when it has been put forward, one that it shows twice counts once; only a schedule of every
 * hour follows the clock through both.
 *
 * @param cron the schedule
 * @param zone whose clocks it is about
 */
public record Schedule(Cron cron, ZoneId zone) {

  /** Leap days are eight years apart at most. */
  private static final int DAYS = 8 * 366;

  /**
   * The schedule of two texts.
   *
   * @param timeZone name of the IANA list
   * @throws IllegalArgumentException when the first one is no schedule
   * @throws java.time.DateTimeException when the second one is no time zone
   */
  public static Schedule of(String cron, String timeZone) {
    return new Schedule(Cron.parse(cron), ZoneId.of(timeZone));
  }

  /** The first time that is not before an instant; empty when it never comes. */
  public Optional<Instant> next(Instant from) {
    return times(from, 1)
        .flatMap(times -> Optional.ofNullable(times.ceiling(from)).stream())
        .findFirst();
  }

  /** The last time that is not after an instant; empty when it never came. */
  public Optional<Instant> last(Instant until) {
    return times(until, -1)
        .flatMap(times -> Optional.ofNullable(times.floor(until)).stream())
        .findFirst();
  }

  /** Those of the day of an instant and of the days on one side of it, a set for each. */
  private Stream<NavigableSet<Instant>> times(Instant around, int step) {
    LocalDate day = LocalDate.ofInstant(around, zone);
    return IntStream.rangeClosed(0, DAYS)
        .mapToObj(i -> day.plusDays((long) i * step))
        .filter(cron::onDay)
        .map(this::times);
  }

  private NavigableSet<Instant> times(LocalDate day) {
    boolean everyHour = cron.hours().size() == 24;
    NavigableSet<Instant> times = new TreeSet<>();
    for (int hour : cron.hours()) {
      for (int minute : cron.minutes()) {
        LocalDateTime local = day.atTime(LocalTime.of(hour, minute));
        List<Instant> instants = LocalTimes.instants(local, zone);
        if (!everyHour) {
          times.add(instants.getFirst());
        } else if (!LocalTimes.isSkipped(local, zone)) {
          times.addAll(instants);
        }
      }
    }
    return times;
  }
}
