package dev.sluice.promote.gate;

import static dev.sluice.promote.gate.Given.entry;
import static dev.sluice.promote.gate.Given.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoakGateTest {

  private static final Gate.Soak HOUR =
      new Gate.Soak("soak", Gate.Phase.PRE, Duration.ofHours(1), Origin.UNKNOWN);
  private static final Entry RELEASE = entry(1, Kind.PROMOTE, "2026-03-02T09:50:00Z", "d-new");
  private static final Entry VERIFIED = entry(2, Kind.VERIFIED, "2026-03-02T10:00:00Z", "d-new");

  private final Given given = Given.at("2026-03-02T10:00:00Z");

  @BeforeEach
  void follow() {
    follow(Follows.Match.ALL, "staging");
    staging(healthySince("2026-03-02T09:55:00Z"));
  }

  @Test
  void isOverWhenItHasBeenHealthyForLongEnough() {
    GateResult first = given.record(HOUR).result();
    assertThat(first.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(first.evidence()).isEqualTo("2026-03-02T11:00:00Z");
    at("10:59:59");
    assertThat(given.record(HOUR).result().verdict()).isEqualTo(Verdict.PENDING);
    at("11:00:00");
    assertThat(given.record(HOUR).result().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void timeThatIsNotHealthyDoesNotCount() {
    given.record(HOUR);
    HealthTimes times = healthySince("2026-03-02T09:55:00Z").unhealthy(time("10:20:00"));
    staging(times);
    at("10:40:00");
    GateResult still = given.record(HOUR).result();
    assertThat(still.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(still.evidence()).isEqualTo("PT40M left");
    staging(times.healthy(time("10:50:00")));
    at("10:55:00");
    assertThat(given.record(HOUR).result().evidence()).isEqualTo("2026-03-02T11:30:00Z");
    at("11:30:00");
    assertThat(given.record(HOUR).result().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aRestartLosesOnlyWhatNobodySaw() {
    given.record(HOUR);
    at("10:30:00");
    assertThat(given.record(HOUR).result().decidedAt()).isEqualTo(time("10:30:00"));
    staging(HealthTimes.UNKNOWN);
    at("10:35:00");
    assertThat(given.record(HOUR).result().evidence()).isEqualTo("PT30M left");
    staging(healthySince("2026-03-02T10:36:00Z"));
    at("10:36:00");
    assertThat(given.record(HOUR).result().evidence()).isEqualTo("2026-03-02T11:06:00Z");
  }

  @Test
  void whatItKnowsIsNotWrittenWithEveryQuestion() {
    GateResult first = given.record(HOUR).result();
    at("10:00:30");
    assertThat(given.record(HOUR).result()).isEqualTo(first);
  }

  @Test
  void goesOnWhenUpstreamMovesToSomethingNewer() {
    given.record(HOUR);
    staging(
        healthySince("2026-03-02T09:55:00Z"),
        entry(4, Kind.VERIFIED, "2026-03-02T10:31:00Z", "d-newer"),
        entry(3, Kind.PROMOTE, "2026-03-02T10:30:00Z", "d-newer"),
        VERIFIED,
        RELEASE);
    at("11:00:00");
    assertThat(given.record(HOUR).result().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void endsWhenUpstreamTakesItBack() {
    given.record(HOUR);
    staging(
        healthySince("2026-03-02T09:55:00Z"),
        entry(3, Kind.VETO, "2026-03-02T10:30:00Z", "d-new"),
        VERIFIED,
        RELEASE);
    at("11:00:00");
    GateResult taken = given.record(HOUR).result();
    assertThat(taken.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(taken.reason()).isEqualTo("staging release 1 was taken back");
  }

  @Test
  void beginsAnewWithAnotherRelease() {
    given.record(HOUR);
    staging(
        healthySince("2026-03-02T09:55:00Z"),
        entry(6, Kind.VERIFIED, "2026-03-02T10:40:00Z", "d-new"),
        entry(5, Kind.PROMOTE, "2026-03-02T10:35:00Z", "d-new"),
        VERIFIED,
        RELEASE);
    at("10:50:00");
    assertThat(given.record(HOUR).result().evidence()).isEqualTo("2026-03-02T11:40:00Z");
  }

  @Test
  void allRegionsOfAStageMustBeHealthyTogether() {
    follow(Follows.Match.ALL, "eu", "us");
    given.upstreams.put(
        "eu", upstream("eu", healthySince("2026-03-02T10:00:00Z"), VERIFIED, RELEASE));
    at("10:30:00");
    assertThat(given.ask(HOUR).result().reason())
        .isEqualTo("the ledger of what it follows cannot be read");
    given.upstreams.put(
        "us",
        upstream(
            "us",
            healthySince("2026-03-02T10:00:00Z")
                .unhealthy(time("10:10:00"))
                .healthy(time("10:20:00")),
            VERIFIED,
            RELEASE));
    assertThat(given.ask(HOUR).result().evidence()).isEqualTo("2026-03-02T11:10:00Z");
    follow(Follows.Match.ANY, "eu", "us");
    assertThat(given.ask(HOUR).result().evidence()).isEqualTo("2026-03-02T11:00:00Z");
  }

  @Test
  void nothingSoaksWithoutAnEnvironmentBefore() {
    given.follows = new Follows.Ref("main");
    assertThat(given.ask(HOUR).result().verdict()).isEqualTo(Verdict.ERROR);
  }

  private void follow(Follows.Match match, String... environments) {
    given.follows = new Follows.Upstream(List.of(environments), match, Follows.Mode.PROMOTE);
  }

  private void staging(HealthTimes times, Entry... history) {
    given.upstreams.put(
        "staging",
        history.length == 0
            ? upstream("staging", times, VERIFIED, RELEASE)
            : upstream("staging", times, history));
  }

  private void at(String time) {
    given.now = time(time);
  }

  private static Instant time(String time) {
    return Instant.parse("2026-03-02T%sZ".formatted(time));
  }

  private static HealthTimes healthySince(String since) {
    return HealthTimes.UNKNOWN.healthy(Instant.parse(since));
  }
}
