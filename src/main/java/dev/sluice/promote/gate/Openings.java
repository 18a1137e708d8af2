package dev.sluice.promote.gate;

import dev.sluice.model.promotion.LocalTimes;
import dev.sluice.model.promotion.WindowTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * When a window is open. Times are those of the wall clock: an hour that it shows twice is open
 * twice, one that it never shows is not there.
 *
 * @param allow when it is open; empty for always
 * @param deny when it is closed whatever {@code allow} says
 * @param zone where the wall is
 */
record Openings(List<WindowTimes> allow, List<WindowTimes> deny, ZoneId zone) {

  private static final int DAYS = 366;
  private static final int MINUTES = 24 * 60;

  boolean isOpen(Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    return (allow.isEmpty() || allow.stream().anyMatch(times -> times.contains(local)))
        && deny.stream().noneMatch(times -> times.contains(local));
  }

  /** When it opens next after an instant at which it is closed; empty for not within a year. */
  Optional<Instant> next(Instant after) {
    SortedSet<Integer> minutes = turns();
    LocalDate today = LocalDate.ofInstant(after, zone);
    for (int i = 0; i <= DAYS; i++) {
      Optional<Instant> found =
          turns(today.plusDays(i), minutes).stream()
              .filter(turn -> turn.isAfter(after))
              .filter(this::isOpen)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The instants of a day at which it may open. */
  private SortedSet<Instant> turns(LocalDate day, SortedSet<Integer> minutes) {
    SortedSet<Instant> instants = new TreeSet<>();
    for (int minute : minutes) {
      instants.addAll(LocalTimes.instants(day.atTime(LocalTime.ofSecondOfDay(minute * 60L)), zone));
    }
    Instant begin = day.atStartOfDay(zone).toInstant();
    ZoneOffsetTransition change = zone.getRules().nextTransition(begin);
    if (change != null && change.getInstant().isBefore(begin.plusSeconds(25 * 3600L))) {
      instants.add(change.getInstant()); // the wall clock jumps into it
    }
    return instants;
  }

  /** Minutes of the day at which one of its times begins or ends. */
  private SortedSet<Integer> turns() {
    SortedSet<Integer> minutes = new TreeSet<>();
    minutes.add(0);
    Stream.concat(allow.stream(), deny.stream())
        .forEach(times -> {
          switch (times) {
            case WindowTimes.Weekly weekly -> {
              minutes.add(weekly.from());
              minutes.add(weekly.to() % MINUTES);
            }
            case WindowTimes.Minutes cron -> addTurns(cron, minutes);
          }
        });
    return minutes;
  }

  private static void addTurns(WindowTimes.Minutes times, SortedSet<Integer> minutes) {
    boolean before = false;
    for (int minute = 0; minute < MINUTES; minute++) {
      boolean in = times.cron().atTime(LocalTime.ofSecondOfDay(minute * 60L));
      if (in != before) {
        minutes.add(minute);
      }
      before = in;
    }
  }
}
