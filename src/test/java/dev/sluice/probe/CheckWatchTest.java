package dev.sluice.probe;

import static dev.sluice.promote.gate.Evidence.Status.State.FAILURE;
import static dev.sluice.promote.gate.Evidence.Status.State.MISSING;
import static dev.sluice.promote.gate.Evidence.Status.State.PENDING;
import static dev.sluice.promote.gate.Evidence.Status.State.SKIPPED;
import static dev.sluice.promote.gate.Evidence.Status.State.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.Evidence.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a check is asked for, and for how long an answer counts. */
class CheckWatchTest {

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  private final CheckWatch watch = new CheckWatch(Pace.USUAL, Gate.Skipped.REFUSED, START);

  @Test
  void asksMoreRarelyTheLongerItTakes() {
    List<Integer> asked = new ArrayList<>();
    for (int second = 0; second <= 7200; second++) {
      if (watch.begin(at(second))) {
        asked.add(second);
        watch.found(status(PENDING), at(second));
      }
    }
    assertThat(asked).startsWith(0, 15, 30, 45, 60);
    assertThat(asked).contains(195, 212, 230).endsWith(6564, 6864, 7164).hasSize(62);
  }

  @Test
  void isAskedOnceAtATimeAndOnlyWhenItIsDue() {
    assertThat(watch.begin(START)).isTrue();
    assertThat(watch.begin(START)).isFalse();
    assertThat(status(watch.evidence(Asked.ID, START)).state()).isEqualTo(PENDING);
    assertThat(watch.found(status(MISSING), at(1))).containsExactly(Asked.ID);
    assertThat(watch.found(status(MISSING), at(2))).as("told already").isEmpty();
    assertThat(watch.begin(at(16))).isFalse();
    assertThat(watch.evidence(Asked.ID, at(16)))
        .isEqualTo(new Status(MISSING, "", "", Optional.of(at(17))));
    assertThat(watch.begin(at(17))).isTrue();
  }

  @Test
  void aSuccessIsRenewedInTimeAndDoesNotCountForEver() {
    watch.begin(START);
    watch.found(status(SUCCESS), START);
    assertThat(watch.begin(at(119))).isFalse();
    assertThat(watch.begin(at(120))).isTrue();
    assertThat(status(watch.evidence(Asked.ID, at(299))).state()).isEqualTo(SUCCESS);
    Status old = status(watch.evidence(Asked.ID, at(300)));
    assertThat(old.state()).isEqualTo(PENDING);
    assertThat(old.text()).isEqualTo("it is being asked for");
    watch.found(status(FAILURE), at(301));
    assertThat(status(watch.evidence(Asked.ID, at(302))).state()).isEqualTo(FAILURE);
  }

  @Test
  void whoeverTriesAgainIsNotAnsweredByTheFailureOfBefore() {
    watch.begin(START);
    watch.found(status(FAILURE), START);
    assertThat(status(watch.evidence(Asked.ID, at(1))).state()).isEqualTo(FAILURE);
    assertThat(watch.begin(at(15))).isTrue();
    assertThat(status(watch.evidence(Asked.ID, at(15))).state()).isEqualTo(PENDING);
    watch.found(status(SUCCESS), at(16));
    assertThat(status(watch.evidence(Asked.ID, at(16))).state()).isEqualTo(SUCCESS);
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, PENDING", "ALLOWED, SKIPPED"})
  void aSkippedCheckCountsAsTheGateTakesIt(Gate.Skipped skipped, Status.State afterAMinute) {
    CheckWatch one = new CheckWatch(Pace.USUAL, skipped, START);
    one.begin(START);
    one.found(status(SKIPPED), START);
    assertThat(status(one.evidence(Asked.ID, START)).state()).isEqualTo(SKIPPED);
    assertThat(status(one.evidence(Asked.ID, at(60))).state()).isEqualTo(afterAMinute);
  }

  @Test
  void aProblemShowsUnlessASuccessStillStands() {
    watch.begin(START);
    watch.found(status(PENDING), START);
    watch.begin(at(15));
    watch.failed("away", Optional.empty(), at(15));
    assertThat(watch.evidence(Asked.ID, at(15)))
        .isEqualTo(new Evidence.Unavailable("away", Optional.of(at(30))));
    watch.begin(at(30));
    watch.failed("away", Optional.empty(), at(30));
    assertThat(watch.evidence(Asked.ID, at(30)))
        .isEqualTo(new Evidence.Unavailable("away", Optional.of(at(60))));
    watch.begin(at(60));
    watch.found(status(SUCCESS), at(60));
    watch.begin(at(180));
    watch.failed("away", Optional.empty(), at(180));
    assertThat(status(watch.evidence(Asked.ID, at(180))).state()).isEqualTo(SUCCESS);
    assertThat(watch.evidence(Asked.ID, at(360))).isInstanceOf(Evidence.Unavailable.class);
  }

  @Test
  void waitsAsLongAsTheHostWants() {
    watch.begin(START);
    watch.failed("too many", Optional.of(at(3000)), START);
    assertThat(watch.begin(at(2999))).isFalse();
    assertThat(watch.evidence(Asked.ID, at(5)))
        .isEqualTo(new Evidence.Unavailable("too many", Optional.of(at(3000))));
    assertThat(watch.begin(at(3000))).isTrue();
  }

  @Test
  void isForgottenWhenNobodyWantsToKnow() {
    assertThat(watch.isForgotten(START)).isFalse();
    assertThat(watch.isForgotten(at(1))).isTrue();
    watch.evidence(Asked.ID, at(5));
    assertThat(watch.isForgotten(at(5))).isFalse();
    watch.begin(at(5));
    assertThat(watch.isForgotten(at(6))).as("it is under way").isFalse();
  }

  private static Status status(Status.State state) {
    return new Status(state, "", "");
  }

  private static Status status(Evidence evidence) {
    assertThat(evidence).isInstanceOf(Status.class);
    return (Status) evidence;
  }

  private static Instant at(int seconds) {
    return START.plus(Duration.ofSeconds(seconds));
  }
}
