package dev.sluice.promote.gate;

import static dev.sluice.promote.gate.Given.attempts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.gate.Evidence.Sample;
import dev.sluice.promote.gate.Evidence.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided from evidence that somebody collected. */
class ProbedGatesTest {

  private final Given given = new Given();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // samples; series are joined by + | failure | minSamples | verdict | reason
        "0.001 0.002 0.003  |              | 3 | PASS         | 3 of 3 samples are good",
        "0.001              |              | 3 | PENDING      | 1 of 3 samples, 1 good",
        "                   |              | 3 | PENDING      | 0 of 3 samples, 0 good",
        "NaN NaN NaN        |              | 1 | INCONCLUSIVE | only 0 of 3 samples say anything,"
            + " at least 1 are needed",
        "- - -              |              | 0 | INCONCLUSIVE | only 0 of 3 samples say anything,"
            + " at least 1 are needed",
        "0.001 NaN -        |              | 2 | INCONCLUSIVE | only 1 of 3 samples say anything,"
            + " at least 2 are needed",
        "0.001 NaN 0.001    |              | 2 | PASS         | 2 of 3 samples are good",
        "0.5                |              | 1 | FAIL         | 1 of 1 samples do not meet value <"
            + " 0.01",
        "0.001 0.5 0.001    |              | 3 | FAIL         | 1 of 3 samples do not meet value <"
            + " 0.01",
        "0.001+0.5 0.001 0.001 |           | 3 | FAIL         | 1 of 3 samples do not meet value <"
            + " 0.01",
        "0.001+NaN 0.001 0.001 |           | 3 | INCONCLUSIVE | only 2 of 3 samples say anything,"
            + " at least 3 are needed",
        "Infinity           |              | 1 | FAIL         | 1 of 1 samples do not meet value <"
            + " 0.01",
        "0.5                | value > 0.1  | 3 | FAIL         | 1 of 1 samples meet value > 0.1",
        "0.5+NaN            | value > 0.1  | 3 | FAIL         | 1 of 1 samples meet value > 0.1",
        "0.05 0.001 0.001   | value > 0.1  | 2 | INCONCLUSIVE | 1 of 3 samples lie between success"
            + " and failure",
        "0.001 0.001 0.001  | value > 0.1  | 2 | PASS         | 3 of 3 samples are good",
      })
  void samplesDecide(String samples, String failure, int min, Verdict verdict, String reason) {
    Gate.Prometheus gate =
        new Gate.Prometheus(
            "errors",
            Gate.Phase.POST,
            "default",
            "errors",
            "value < 0.01",
            failure == null ? "" : failure,
            min,
            attempts(3, 10),
            Origin.UNKNOWN);
    GateResult result = given.ask(gate, new Evidence.Samples("default", samples(samples))).result();
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.reason()).isEqualTo(reason);
  }

  private static List<Sample> samples(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(" "))
            .map(sample ->
                new Sample(
                    Given.NOW,
                    sample.equals("-")
                        ? List.of()
                        : Arrays.stream(sample.split("\\+")).map(Double::valueOf).toList()))
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500        | PENDING | http://shop: answers 500, not 200; up to 3 tries",
        "500 500    | PENDING | http://shop: answers 500, not 200; up to 3 tries",
        "500 500 200| PASS    | http://shop answers as it should",
        "500 500 302| FAIL    | http://shop: answers 302, not 200, after 3 tries",
        "500 500 0  | FAIL    | http://shop: connection refused, after 3 tries",
        "           | PENDING | http://shop is being asked",
      })
  void triesDecide(String statuses, Verdict verdict, String reason) {
    List<Try> tries =
        statuses == null
            ? List.of()
            : Arrays.stream(statuses.split(" "))
                .map(Integer::parseInt)
                .map(status -> answer(status, Try.Body.MATCHES, 10))
                .toList();
    GateResult result = given.ask(http(), new Evidence.Tries("http://shop", tries)).result();
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.reason()).isEqualTo(reason);
  }

  @Test
  void anAnswerThatIsWrongOrSlowIsNotGood() {
    assertThat(tried(answer(200, Try.Body.DIFFERS, 10)))
        .contains("its answer does not hold what is expected");
    assertThat(tried(answer(200, Try.Body.MATCHES, 501))).contains("takes longer than 500 ms");
    assertThat(tried(answer(200, Try.Body.MATCHES, 500))).contains("answers as it should");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUNNING   | 599 | PENDING | Job shop-prod/smoke runs: one Pod is pending",
        "RUNNING   | 600 | FAIL    | Job shop-prod/smoke has not ended within 10m: one Pod is"
            + " pending",
        "SUCCEEDED | 999 | PASS    | Job shop-prod/smoke succeeded",
        "FAILED    | 10  | FAIL    | Job shop-prod/smoke failed: one Pod is pending",
        "GONE      | 10  | FAIL    | Job shop-prod/smoke was deleted before it ended; it is not"
            + " started a second time",
      })
  void aJobDecides(Evidence.JobRun.State state, int age, Verdict verdict, String reason) {
    Gate.Job gate =
        new Gate.Job(
            "smoke",
            Gate.Phase.POST,
            "smoke.yaml",
            Duration.ofMinutes(10),
            Gate.Reversible.YES,
            Origin.UNKNOWN);
    GateResult result =
        given
            .ask(
                gate,
                new Evidence.JobRun(
                    "shop-prod/smoke", state, "one Pod is pending", given.now.minusSeconds(age)))
            .result();
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SUCCESS | REFUSED | PASS    | ci/build by actions succeeded",
        "FAILURE | REFUSED | FAIL    | ci/build by actions failed: words",
        "PENDING | REFUSED | PENDING | ci/build by actions is not done: words",
        "MISSING | REFUSED | PENDING | ci/build by actions has not said anything about this commit:"
            + " words",
        "SKIPPED | REFUSED | FAIL    | ci/build by actions checked nothing: words; `skipped` allows"
            + " that",
        "SKIPPED | ALLOWED | PASS    | ci/build by actions was skipped, which is allowed here:"
            + " words",
        "FAILURE | ALLOWED | FAIL    | ci/build by actions failed: words",
        "UNKNOWN | ALLOWED | ERROR   | ci/build by actions says what Sluice does not know: words",
      })
  void aStatusCheckDecides(
      Evidence.Status.State state, Gate.Skipped skipped, Verdict verdict, String reason) {
    Instant later = given.now.plusSeconds(90);
    GateResult result =
        given
            .ask(
                check(skipped),
                new Evidence.Status(state, "words", "https://ci/7", Optional.of(later)))
            .result();
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.reason()).isEqualTo(reason);
    assertThat(result.evidence()).isEqualTo("https://ci/7");
  }

  @Test
  void aStatusCheckIsAskedAgainWhenItsProbeKnowsMore() {
    Evidence.Status.State pending = Evidence.Status.State.PENDING;
    Instant later = given.now.plusSeconds(90);
    Gate.StatusCheck gate = check(Gate.Skipped.REFUSED);
    assertThat(
            given.ask(gate, new Evidence.Status(pending, "", "", Optional.of(later))).recheckAt())
        .contains(later);
    assertThat(given.ask(gate, new Evidence.Status(pending, "", "")).recheckAt())
        .contains(given.now.plusSeconds(30));
    assertThat(given.ask(gate, new Evidence.Unavailable("away", Optional.of(later))).recheckAt())
        .contains(later);
  }

  private static Gate.StatusCheck check(Gate.Skipped skipped) {
    return new Gate.StatusCheck(
        "ci", Gate.Phase.PRE, "ci/build", new Gate.App("actions"), skipped, Origin.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"GOOD,PASS", "UNSIGNED,FAIL", "UNKNOWN_KEY,FAIL", "BAD,FAIL"})
  void aSignatureDecides(Evidence.Signed.State state, Verdict verdict) {
    Gate.Signature gate =
        new Gate.Signature("signature", Gate.Phase.PRE, "allowed-signers", Origin.UNKNOWN);
    assertThat(given.ask(gate, new Evidence.Signed(state, "alice")).result().verdict())
        .isEqualTo(verdict);
  }

  @Test
  void noGateOpensWithoutItsEvidence() {
    for (Gate gate :
        List.of(
            http(),
            check(Gate.Skipped.ALLOWED),
            new Gate.Signature("signature", Gate.Phase.PRE, "allowed-signers", Origin.UNKNOWN),
            new Gate.Images("images", Gate.Phase.PRE, List.of(), Origin.UNKNOWN))) {
      assertThat(given.ask(gate).result().verdict()).isEqualTo(Verdict.ERROR);
      assertThat(given.ask(gate).recheckAt()).contains(Given.NOW.plusSeconds(30));
      assertThat(given.ask(gate, new Evidence.Unavailable("no App")).result().reason())
          .isEqualTo("no App");
    }
  }

  private String tried(Try one) {
    return given.ask(http(), new Evidence.Tries("http://shop", List.of(one))).result().reason();
  }

  private static Try answer(int status, Try.Body body, int millis) {
    return new Try(
        Given.NOW,
        status,
        body,
        Duration.ofMillis(millis),
        status == 0 ? "connection refused" : "");
  }

  private static Gate.Http http() {
    return new Gate.Http(
        "smoke",
        Gate.Phase.POST,
        "http://shop",
        200,
        "",
        Duration.ofMillis(500),
        attempts(3, 10),
        Origin.UNKNOWN);
  }
}
