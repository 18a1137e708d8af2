package dev.sluice.promote.gate;

import static dev.sluice.promote.gate.Given.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks in Berlin went forward on 2026-03-29 at 01:00Z and go back on 2026-10-25 at 01:00Z. */
class WindowGateTest {

  private static final String BERLIN = "Europe/Berlin";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // now | allow | deny | opens; empty means it is open
        "2026-03-02T08:00:00Z | Mon-Fri 09:00-16:00 |                 |",
        "2026-03-02T07:59:59Z | Mon-Fri 09:00-16:00 |                 | 2026-03-02T08:00:00Z",
        "2026-03-02T15:00:00Z | Mon-Fri 09:00-16:00 |                 | 2026-03-03T08:00:00Z",
        "2026-03-06T15:00:00Z | Mon-Fri 09:00-16:00 |                 | 2026-03-09T08:00:00Z",
        // On the Monday after the change nine o'clock is an hour earlier in UTC.
        "2026-03-27T15:00:00Z | Mon-Fri 09:00-16:00 |                 | 2026-03-30T07:00:00Z",
        // 02:15 to 02:45 does not exist on the day itself: the next one is a day later.
        "2026-03-29T00:30:00Z | 02:15-02:45         |                 | 2026-03-30T00:15:00Z",
        // What begins in the gap and ends after it opens when the clock jumps.
        "2026-03-29T00:30:00Z | 02:15-03:30         |                 | 2026-03-29T01:00:00Z",
        "2026-03-29T01:29:00Z | 02:15-03:30         |                 |",
        "2026-03-29T01:30:00Z | 02:15-03:30         |                 | 2026-03-30T00:15:00Z",
        // 02:00 to 03:00 is there twice when clocks go back.
        "2026-10-25T00:30:00Z | 02:00-03:00         |                 |",
        "2026-10-25T01:30:00Z | 02:00-03:00         |                 |",
        "2026-10-25T02:00:00Z | 02:00-03:00         |                 | 2026-10-26T01:00:00Z",
        // Half past two is over, and then comes again.
        "2026-10-25T00:45:00Z | 01:00-02:30         |                 | 2026-10-25T01:00:00Z",
        "2026-10-25T01:29:00Z | 01:00-02:30         |                 |",
        // A denied hour that is there twice is denied twice.
        "2026-10-25T01:30:00Z |                     | 02:00-03:00     | 2026-10-25T02:00:00Z",
        // Denied times win; what begins in the evening ends in the morning.
        "2026-03-02T10:00:00Z | Mon-Fri 09:00-16:00 | Mon 10:00-12:00 | 2026-03-02T11:00:00Z",
        "2026-03-02T23:30:00Z |                     | 22:00-06:00     | 2026-03-03T05:00:00Z",
        // The minutes of a schedule.
        "2026-03-02T20:00:00Z | * 9-15 * * MON-FRI  |                 | 2026-03-03T08:00:00Z",
        "2026-03-02T20:00:00Z | * * 24 12 *         |                 | 2026-12-23T23:00:00Z",
      })
  void opensByTheClockOnTheWall(String now, String allow, String deny, String opens) {
    Facts.Answer answer = Given.at(now).ask(window(BERLIN, list(allow), list(deny)));
    if (opens == null) {
      assertThat(answer.result().verdict()).isEqualTo(Verdict.PASS);
    } else {
      assertThat(answer.result().verdict()).isEqualTo(Verdict.PENDING);
      assertThat(answer.recheckAt()).contains(Instant.parse(opens));
    }
  }

  @Test
  void saysWhenItOpensInItsOwnTime() {
    Facts.Answer answer =
        Given.at("2026-07-04T10:00:00Z")
            .ask(window(BERLIN, List.of("Mon-Fri 09:00-16:00"), List.of()));
    assertThat(answer.result().reason()).isEqualTo("the window opens at 2026-07-06T09:00+02:00");
  }

  @Test
  void neverOpensByWhatItCannotRead() {
    for (Gate.Window broken :
        List.of(
            window("Europe/Atlantis", List.of("Mon-Fri"), List.of()),
            window("UTC", List.of("whenever"), List.of()))) {
      Facts.Answer answer = Given.at("2026-03-02T10:00:00Z").ask(broken);
      assertThat(answer.result().verdict()).isEqualTo(Verdict.ERROR);
      assertThat(answer.recheckAt()).isPresent();
    }
  }

  @Test
  void whatIsAlwaysDeniedIsLookedAtAgainTomorrow() {
    Facts.Answer answer =
        Given.at("2026-03-02T10:00:00Z").ask(window("UTC", List.of(), List.of("00:00-24:00")));
    assertThat(answer.result().reason()).isEqualTo("the window does not open within a year");
    assertThat(answer.recheckAt()).contains(Instant.parse("2026-03-03T10:00:00Z"));
  }

  private static List<String> list(String text) {
    return Optional.ofNullable(text).map(List::of).orElse(List.of());
  }
}
