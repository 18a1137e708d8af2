package dev.sluice.model.promotion;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a standby is tried without anybody asking for it.
 *
 * @param cron the five fields of the schedule
 * @param timeZone whose clocks it is about; a name of the IANA list
 * @param deadline how long a drill may take
 * @param startWithin how long after it is due a drill may still begin; after that it is left out
 */
public record DrillSchedule(String cron, String timeZone, Duration deadline, Duration startWithin) {

  /** The detail of an entry about a drill of a schedule: when it was due. */
  public static final String DUE = "due";

  /** The detail that holds the schedule. */
  public static final String CRON = "cron";

  /** The detail that holds its time zone. */
  public static final String TIME_ZONE = "timeZone";

  /** How long a drill may take, where nobody says. */
  public static final Duration DEADLINE = Duration.ofHours(1);

  /** How late a drill may begin, where nobody says. */
  public static final Duration START_WITHIN = Duration.ofHours(6);

  /** Its times. */
  public Schedule times() {
    return Schedule.of(cron, timeZone);
  }

  /** A time as the clocks there show it. */
  public String local(Instant at) {
    return at.atZone(ZoneId.of(timeZone)).toOffsetDateTime().toString();
  }

  /** What it is called where others have the name of a person. */
  public String name() {
    return "the schedule %s (%s)".formatted(cron, timeZone);
  }
}
