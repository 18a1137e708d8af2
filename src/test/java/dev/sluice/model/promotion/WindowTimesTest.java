package dev.sluice.model.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-11-23 is a Monday. */
class WindowTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mon-Fri 09:00-16:00   | 2026-11-23T09:00:00 | true
          Mon-Fri 09:00-16:00   | 2026-11-23T15:59:59 | true
          Mon-Fri 09:00-16:00   | 2026-11-23T16:00:00 | false
          Mon-Fri 09:00-16:00   | 2026-11-22T12:00:00 | false
          monday,WED            | 2026-11-25T23:59:59 | true
          monday,WED            | 2026-11-24T12:00:00 | false
          Fri-Mon               | 2026-11-22T12:00:00 | true
          Fri-Mon               | 2026-11-24T12:00:00 | false
          22:00-06:00           | 2026-11-23T23:00:00 | true
          22:00-06:00           | 2026-11-23T05:59:00 | true
          22:00-06:00           | 2026-11-23T06:00:00 | false
          Fri 22:00-06:00       | 2026-11-27T21:59:00 | false
          Fri 22:00-06:00       | 2026-11-28T05:59:00 | true
          Fri 22:00-06:00       | 2026-11-27T05:59:00 | false
          Sun 12:00-24:00       | 2026-11-22T23:59:00 | true
          Sun 12:00-00:00       | 2026-11-22T23:59:00 | true
          Sun 12:00-00:00       | 2026-11-23T00:00:00 | false
          * 9-15 * * MON-FRI    | 2026-11-23T15:59:30 | true
          * 9-15 * * MON-FRI    | 2026-11-23T16:00:00 | false
          * * 24-26 12 *        | 2026-12-25T03:00:00 | true
          """)
  void contains(String window, LocalDateTime at, boolean expected) {
    assertThat(WindowTimes.parse(window).contains(at)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mon-Fri 9-16",
        "Mon-Fri 9:00-16:00",
        "Mo-Fr",
        "Mon-",
        "Mon-Fri-Sun",
        "Mon Tue",
        "09:00-09:00",
        "Mon 09:00-24:30",
        "Mon-Fri 09:00-16:00 UTC",
        "* 25 * * *",
        "Mon Tue 09:00-10:00"
      })
  void whatIsNoWindowIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> WindowTimes.parse(text));
  }
}
