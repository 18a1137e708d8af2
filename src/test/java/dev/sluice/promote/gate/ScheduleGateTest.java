package dev.sluice.promote.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Facts;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleGateTest {

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
