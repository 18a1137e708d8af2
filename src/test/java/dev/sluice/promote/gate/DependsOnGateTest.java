package dev.sluice.promote.gate;

import static dev.sluice.promote.gate.Given.entry;
import static dev.sluice.promote.gate.Given.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependsOnGateTest {

  private static final HealthTimes HEALTHY = HealthTimes.UNKNOWN.healthy(Given.NOW);
  private static final Entry RELEASE = entry(1, Kind.PROMOTE, "2026-03-02T09:50:00Z", "d-new");
  private static final Entry VERIFIED = entry(2, Kind.VERIFIED, "2026-03-02T09:55:00Z", "d-new");

  private final Given given = Given.at("2026-03-02T10:00:00Z");

  @Test
  void oneOfSeveralIsEnoughWhereThePolicySaysSo() {
    given.upstreams.put("eu", upstream("eu", HEALTHY, VERIFIED, RELEASE));
    given.upstreams.put("us", upstream("us", HEALTHY, RELEASE));
    assertThat(given.ask(gate(Follows.Match.ANY)).result().verdict()).isEqualTo(Verdict.PASS);
    assertThat(given.ask(gate(Follows.Match.ALL)).result().reason())
        .isEqualTo("us release 1 is not verified yet");
    given.upstreams.put("us", upstream("us", HEALTHY, VERIFIED, RELEASE));
    assertThat(given.ask(gate(Follows.Match.ALL)).result().evidence())
        .isEqualTo("eu release 1, us release 1");
  }

  @Test
  void whatIsNotKnownDoesNotOpen() {
    assertThat(given.ask(gate(Follows.Match.ANY)).result().reason())
        .isEqualTo("the ledger of eu cannot be read; the ledger of us cannot be read");
    assertThat(given.ask(gate(Follows.Match.ANY)).recheckAt()).isPresent();
  }

  @Test
  void tellsWhatBecameOfIt() {
    assertThat(problem()).isEqualTo("it has not been in eu");
    assertThat(problem(RELEASE)).isEqualTo("eu release 1 is not verified yet");
    assertThat(problem(entry(2, Kind.FAILED, "2026-03-02T09:55:00Z", "d-new"), RELEASE))
        .isEqualTo("eu release 1 failed");
    Entry revoked =
        new Entry(
            3,
            Kind.REVOKED,
            "shop",
            "eu",
            Given.NOW,
            "c-new",
            "d-new",
            RELEASE.about(),
            List.of(),
            List.of(),
            VERIFIED.skipped(),
            "",
            "",
            "alice",
            "",
            VERIFIED.until(),
            VERIFIED.details());
    assertThat(problem(about(revoked), VERIFIED, RELEASE)).isEqualTo("eu release 1 was revoked");
    assertThat(problem(entry(3, Kind.VETO, "2026-03-02T09:58:00Z", "d-new"), VERIFIED, RELEASE))
        .isEqualTo("eu release 1 was taken back");
    assertThat(problem(VERIFIED, RELEASE)).isEmpty();
  }

  @Test
  void aCommitThatChangesNothingThereIsVerifiedWithWhatRuns() {
    Upstream same =
        Upstream.of("eu", List.of(VERIFIED, RELEASE), "c-later", "d-new", Health.HEALTHY, HEALTHY);
    assertThat(same.verifiedAt()).contains(VERIFIED.at());
    Upstream unknown =
        Upstream.of("eu", List.of(VERIFIED, RELEASE), "c-later", "", Health.HEALTHY, HEALTHY);
    assertThat(unknown.problem()).isEqualTo("it has not been in eu");
  }

  private static Entry about(Entry entry) {
    return new Entry(
        entry.number(),
        entry.kind(),
        entry.application(),
        entry.environment(),
        entry.at(),
        entry.commit(),
        entry.digest(),
        java.util.OptionalLong.of(1),
        entry.gates(),
        entry.approvals(),
        entry.skipped(),
        entry.policy(),
        entry.promotion(),
        entry.by(),
        entry.reason(),
        entry.until(),
        entry.details());
  }

  private static String problem(Entry... newestFirst) {
    return upstream("eu", HEALTHY, newestFirst).problem();
  }

  private static Gate.DependsOn gate(Follows.Match match) {
    return new Gate.DependsOn(
        "dependsOn", Gate.Phase.PRE, List.of("eu", "us"), match, Origin.UNKNOWN);
  }
}
