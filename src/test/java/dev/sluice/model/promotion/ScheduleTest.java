package dev.sluice.model.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schedule and the clocks of Berlin. */
class ScheduleTest {

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
  void theNextTime(String cron, String from, String next) {
    assertThat(berlin(cron).next(Instant.parse(from))).contains(Instant.parse(next));
  }

  @ParameterizedTest
  @CsvSource({
    "0 6 * * *,        2026-03-02T05:00:00Z, 2026-03-02T05:00:00Z",
    "0 6 * * *,        2026-03-02T04:59:59Z, 2026-03-01T05:00:00Z",
    "0 6 1 * *,        2026-04-01T03:59:59Z, 2026-03-01T05:00:00Z",
    "0 0 29 2 *,       2026-03-02T05:00:00Z, 2024-02-28T23:00:00Z",
    "30 2 * * *,       2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
    "30 2 * * *,       2026-03-29T00:59:59Z, 2026-03-28T01:30:00Z",
    "30 2 * * *,       2026-10-25T01:30:00Z, 2026-10-25T00:30:00Z",
    "30 * * * *,       2026-10-25T01:31:00Z, 2026-10-25T01:30:00Z",
  })
  void theLastTime(String cron, String until, String last) {
    assertThat(berlin(cron).last(Instant.parse(until))).contains(Instant.parse(last));
  }

  @Test
  void theLastTimeBeforeAnyTimeIsFollowedByIt() {
    Random random = new Random(7);
    String[] crons = {"30 2 * * *", "0 3 1 * *", "15 0,12 * * 1", "30 * * * *", "59 23 31 * *"};
    for (int i = 0; i < 2_000; i++) {
      Schedule schedule = berlin(crons[random.nextInt(crons.length)]);
      Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(63_000_000));
      Instant next = schedule.next(at).orElseThrow();
      Instant last = schedule.last(next.minusNanos(1)).orElseThrow();
      assertThat(last).as(schedule + " before " + next).isBefore(next);
      assertThat(schedule.next(last.plus(Duration.ofNanos(1)))).contains(next);
      assertThat(schedule.last(next)).contains(next);
    }
  }

  private static Schedule berlin(String cron) {
    return Schedule.of(cron, "Europe/Berlin");
  }
}
