package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Opens at the first time of a schedule after the candidate appeared, and stays open. */
final class ScheduleGate {

  private ScheduleGate() {}

  static Finding ask(Gate.Schedule gate, GateContext context) {
    Instant seen = context.promotion().created();
    Schedule schedule;
    try {
      schedule = Schedule.of(gate.cron(), gate.timeZone());
    } catch (IllegalArgumentException | DateTimeException e) {
      return Finding.error("its schedule cannot be read: " + e.getMessage());
    }
    Optional<Instant> next = schedule.next(seen);
    if (next.isEmpty()) {
      return Finding.pending("the schedule %s never comes".formatted(gate.cron()))
          .recheck(context.now().plus(Duration.ofDays(1)));
    }
    String when = next.get().atZone(schedule.zone()).toOffsetDateTime().toString();
    Finding finding =
        context.now().isBefore(next.get())
            ? Finding.pending("the schedule comes at " + when).recheck(next.get())
            : Finding.pass("the schedule came at " + when);
    return finding.from(gate.cron(), gate.timeZone(), seen);
  }
}
