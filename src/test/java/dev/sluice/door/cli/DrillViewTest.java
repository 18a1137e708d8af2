package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.dr.DrillCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What people are told about the drills of a schedule. */
class DrillViewTest {

  private static final DrillSchedule MONTHLY =
      new DrillSchedule("0 3 1 * *", "Europe/Berlin", Duration.ofMinutes(30), Duration.ofHours(6));
  private static final Instant DUE = Instant.parse("2026-03-01T02:00:00Z");
  private static final String NEXT =
      "dr: the next drill is due at 2026-04-01T03:00+02:00, by the schedule 0 3 1 * *"
          + " (Europe/Berlin)";

  @Test
  void oneThatIsDueAndHasNotBegunIsToldUntilItIsTooLate() {
    DrillCalendar calendar =
        new DrillCalendar(MONTHLY, List.of(entry(DUE.minusSeconds(86_400), "", Map.of())));
    assertThat(new DrillView(calendar, DUE.plusSeconds(60)).lines("dr"))
        .containsExactly(
            "dr: a drill is due since 2026-03-01T03:00+01:00 and has not begun; it may until"
                + " 2026-03-01T09:00+01:00",
            NEXT);
    assertThat(new DrillView(calendar, DUE.plus(MONTHLY.startWithin())).lines("dr"))
        .containsExactly("dr: the drill that was due at 2026-03-01T03:00+01:00 was not held", NEXT);
    assertThat(new DrillView(calendar, DUE).tree())
        .containsEntry("due", "2026-03-01T02:00:00Z")
        .containsEntry("next", "2026-04-01T01:00:00Z")
        .containsEntry("deadlineSeconds", 1800L);
  }

  @Test
  void oneThatWasLeftOutIsToldWithTheReasonOnRecord() {
    Entry missed =
        entry(DUE.plusSeconds(22_000), "it was not held: frozen", Map.of("outcome", "Missed"));
    DrillCalendar calendar =
        new DrillCalendar(MONTHLY, List.of(missed, entry(DUE.minusSeconds(86_400), "", Map.of())));
    DrillView view = new DrillView(calendar, DUE.plusSeconds(90_000));
    assertThat(view.lines("dr")).containsExactly("dr: it was not held: frozen", NEXT);
    assertThat(view.tree()).containsEntry("due", "").containsEntry("missed", missed.reason());
  }

  private static Entry entry(Instant at, String reason, Map<String, String> more) {
    Map<String, String> details = new HashMap<>(more);
    details.put(DrillSchedule.CRON, MONTHLY.cron());
    details.put(DrillSchedule.TIME_ZONE, MONTHLY.timeZone());
    return new Entry(
        1,
        Entry.Kind.DRILL,
        "",
        "dr",
        at,
        "",
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        Entry.DAEMON,
        reason,
        Optional.empty(),
        details);
  }
}
