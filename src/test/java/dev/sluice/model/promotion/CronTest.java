package dev.sluice.model.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 9 * * MON-FRI     | 2026-11-23T09:00 | true
          0 9 * * MON-FRI     | 2026-11-23T09:01 | false
          0 9 * * MON-FRI     | 2026-11-22T09:00 | false
          */15 * * * *        | 2026-11-22T09:45 | true
          */15 * * * *        | 2026-11-22T09:50 | false
          5/20 * * * *        | 2026-11-22T09:45 | true
          0 0 1 jan,JUL *     | 2026-07-01T00:00 | true
          0 0 * * 0           | 2026-11-22T00:00 | true
          0 0 * * 7           | 2026-11-22T00:00 | true
          0 0 * * fri-sun     | 2026-11-22T00:00 | true
          0 0 13 * FRI        | 2026-11-13T00:00 | true
          0 0 13 * FRI        | 2026-11-20T00:00 | true
          0 0 13 * FRI        | 2026-12-13T00:00 | true
          0 0 13 * FRI        | 2026-12-14T00:00 | false
          0 0 */2 * MON       | 2026-11-23T00:00 | true
          0 0 */2 * MON       | 2026-11-22T00:00 | false
          """)
  void fallsOn(String cron, LocalDateTime at, boolean expected) {
    assertThat(Cron.parse(cron).matches(at)).isEqualTo(expected);
  }

  @Test
  void aStarIsEverything() {
    Cron cron = Cron.parse("* * * * *");
    assertThat(cron.minutes()).hasSize(60);
    assertThat(cron.hours()).hasSize(24);
    assertThat(cron.daysOfMonth()).hasSize(31);
    assertThat(cron.months()).containsExactlyInAnyOrder(Month.values());
    assertThat(cron.daysOfWeek()).containsExactlyInAnyOrder(DayOfWeek.values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 9 * *         | this has 4
          0 9 * * * 2026  | this has 6
          60 * * * *      | the minute 60 is not within 0 to 59
          * 24 * * *      | the hour 24 is not within 0 to 23
          * * 0 * *       | the day of the month 0 is not within 1 to 31
          * * * 13 *      | the month 13 is not within 1 to 12, nor one of JAN
          * * * * funday  | the day of the week funday is not within 0 to 7, nor one of SUN
          9-5 * * * *     | the minute 9-5 ends before it begins
          1,,2 * * * *    | the minute "" is no *, value, range or step
          */0 * * * *     | the minute */0 has steps of nothing
          @ * * * *       | the minute @ is no *, value, range or step
          0 0 31 2,4 *    | no month named has a day 31, so it never comes
          """)
  void whatIsNoScheduleSaysWhy(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cron.parse(text))
        .withMessageContaining(why);
  }

  @Test
  void theLeapDayComes() {
    assertThat(Cron.parse("0 0 29 2 *").matches(LocalDateTime.parse("2028-02-29T00:00"))).isTrue();
  }
}
