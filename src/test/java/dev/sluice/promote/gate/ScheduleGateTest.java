package dev.sluice.promote.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Cron;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Facts;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleGateTest {

  @ParameterizedTest
  @CsvSource({
    "0 6 * * *,        2026-03-02T04:59:00Z, 2026-03-02T05:00:00Z",
    "0 6 * * *,        2026-03-02T05:00:00Z, 2026-03-02T05:00:00Z",
    "0 6 * * *,        2026-03-02T05:00:01Z, 2026-03-03T05:00:00Z",
    "0 6 1 * *,        2026-03-02T05:00:00Z, 2026-04-01T04:00:00Z",
    "0 0 29 2 *,       2026-03-02T05:00:00Z, 2028-02-28T23:00:00Z",
    // 02:30 is skipped when clocks go forward: made up for at once.
    "30 2 * * *,       2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
    // 02:30 is there twice when clocks go back: it counts once.
    "30 2 * * *,       2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *,       2026-10-25T00:31:00Z, 2026-10-26T01:30:00Z",
    // Every hour means every hour.
    "30 * * * *,       2026-10-25T00:31:00Z, 2026-10-25T01:30:00Z",
    "30 * * * *,       2026-03-29T00:31:00Z, 2026-03-29T01:30:00Z",
  })
  void followsTheClockInBerlin(String cron, String from, String next) {
    assertThat(ScheduleGate.next(Cron.parse(cron), ZoneId.of("Europe/Berlin"), Instant.parse(from)))
        .contains(Instant.parse(next));
  }

  @Test
  void opensOnceAndStaysOpen() {
    Gate.Schedule daily =
        new Gate.Schedule("daily", Gate.Phase.PRE, "0 6 * * *", "UTC", Origin.UNKNOWN);
    Given given = Given.at("2026-03-02T05:00:00Z");
    Facts.Answer before = given.record(daily);
    assertThat(before.result().verdict()).isEqualTo(Verdict.PENDING);
    assertThat(before.recheckAt()).contains(Instant.parse("2026-03-02T06:00:00Z"));
    given.now = Instant.parse("2026-03-02T06:00:00Z");
    assertThat(given.record(daily).result().verdict()).isEqualTo(Verdict.PASS);
    given.now = Instant.parse("2026-03-04T17:00:00Z");
    assertThat(given.record(daily).result().decidedAt()).isEqualTo("2026-03-02T06:00:00Z");
  }
}
