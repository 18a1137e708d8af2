package dev.sluice.promote.dr;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When drills of a standby are due, and which of them were held, as its ledger has it. A drill that
 * began when one was due, or after that, stands for it, whoever asked for it; so none is held
 * twice, whichever daemon looks.
 *
 * @param schedule when they are due
 * @param newestFirst the entries of the whole environment
 */
public record DrillCalendar(DrillSchedule schedule, List<Entry> newestFirst) {

  /** The outcome of a drill that never began. */
  static final String MISSED = "Missed";

  /**
   * Since when the schedule is known here: what was due before is nobody's fault, and is not made
   * up for. Empty before that is on record.
   */
  public Optional<Instant> since() {
    return newestFirst.reversed().stream().filter(this::isOfSchedule).findFirst().map(Entry::at);
  }

  /** The newest time at which one was due that was not held; empty when there is none. */
  public Optional<Instant> due(Instant now) {
    Optional<Instant> since = since();
    return schedule
        .times()
        .last(now)
        .filter(due -> since.filter(due::isAfter).isPresent())
        .filter(due ->
            newestFirst.stream()
                .filter(DrillCalendar::settles)
                .allMatch(one -> one.at().isBefore(due)));
  }

  /** Until when a drill that was due may begin. */
  public Instant end(Instant due) {
    return due.plus(schedule.startWithin());
  }

  /** When the next one is due; empty when never. */
  public Optional<Instant> next(Instant now) {
    return schedule.times().next(now.plusMillis(1));
  }

  /** The newest drill that was due and not held, unless one was held since. */
  public Optional<Entry> missed() {
    return newestFirst.stream()
        .filter(DrillCalendar::settles)
        .findFirst()
        .filter(DrillCalendar::isMissed);
  }

  private boolean isOfSchedule(Entry entry) {
    return entry.kind() == Entry.Kind.DRILL
        && schedule.cron().equals(entry.details().get(DrillSchedule.CRON))
        && schedule.timeZone().equals(entry.details().get(DrillSchedule.TIME_ZONE));
  }

  private static boolean settles(Entry entry) {
    return entry.kind() == Entry.Kind.DRILL && (isMissed(entry) || isBeginning(entry));
  }

  private static boolean isBeginning(Entry entry) {
    return Step.BEGIN.word().equals(entry.details().get(Takeover.STEP));
  }

  private static boolean isMissed(Entry entry) {
    return MISSED.equals(entry.details().get(Takeover.OUTCOME));
  }
}
