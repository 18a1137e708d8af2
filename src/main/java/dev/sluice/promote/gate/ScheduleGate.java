package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Cron;
import dev.sluice.model.promotion.Gate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Opens at the first time of a schedule after the candidate appeared, and stays open. As cron does
 * it: a time that the clock skips is made up for when it has been put forward, one that it shows
 * twice counts once; only a schedule of every hour follows the clock through both.
 */
final class ScheduleGate {

  /** Leap days are eight years apart at most. */
  private static final int DAYS = 8 * 366;

  private ScheduleGate() {}

  static Finding ask(Gate.Schedule gate, GateContext context) {
    Instant seen = context.promotion().created();
    Optional<Instant> next;
    ZoneId zone;
    try {
      zone = ZoneId.of(gate.timeZone());
      next = next(Cron.parse(gate.cron()), zone, seen);
    } catch (IllegalArgumentException | DateTimeException e) {
      return Finding.error("its schedule cannot be read: " + e.getMessage());
    }
    if (next.isEmpty()) {
      return Finding.pending("the schedule %s never comes".formatted(gate.cron()))
          .recheck(context.now().plus(Duration.ofDays(1)));
    }
    String when = next.get().atZone(zone).toOffsetDateTime().toString();
    Finding finding =
        context.now().isBefore(next.get())
            ? Finding.pending("the schedule comes at " + when).recheck(next.get())
            : Finding.pass("the schedule came at " + when);
    return finding.from(gate.cron(), gate.timeZone(), seen);
  }

  /** The first time of a schedule that is not before an instant. */
  static Optional<Instant> next(Cron cron, ZoneId zone, Instant from) {
    LocalDate day = LocalDate.ofInstant(from, zone);
    for (int i = 0; i <= DAYS; i++) {
      LocalDate at = day.plusDays(i);
      if (cron.onDay(at)) {
        Optional<Instant> found =
            times(cron, at, zone).stream().filter(time -> !time.isBefore(from)).findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static TreeSet<Instant> times(Cron cron, LocalDate day, ZoneId zone) {
    boolean everyHour = cron.hours().size() == 24;
    TreeSet<Instant> times = new TreeSet<>();
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
