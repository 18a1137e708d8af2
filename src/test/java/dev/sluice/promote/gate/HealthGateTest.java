package dev.sluice.promote.gate;

import static dev.sluice.promote.gate.Given.entry;
import static dev.sluice.promote.gate.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthGateTest {

  private static final Gate.Health BEFORE = gate(Gate.Phase.PRE);
  private static final Gate.Health AFTER = gate(Gate.Phase.POST);

  private final Given given = Given.at("2026-03-02T10:00:00Z");

  @BeforeEach
  void release() {
    given.history.add(entry(2, Kind.VERIFIED, "2026-03-01T10:05:00Z", "d-old"));
    given.history.add(entry(1, Kind.PROMOTE, "2026-03-01T10:00:00Z", "d-old"));
  }

  @Test
  void whatRunsMustHaveBeenHealthyForAWhile() {
    given.running = running("d-old", Health.State.HEALTHY, "2026-03-02T09:56:00Z");
    Facts.Answer early = given.ask(BEFORE);
    assertThat(early.result().verdict()).isEqualTo(Verdict.PENDING);
    assertThat(early.recheckAt()).contains(Instant.parse("2026-03-02T10:01:00Z"));
    given.now = Instant.parse("2026-03-02T10:01:00Z");
    assertThat(given.ask(BEFORE).result().verdict()).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Health.State.class,
      names = {"HEALTHY", "SUSPENDED"},
      mode = EnumSource.Mode.EXCLUDE)
  void nothingElseThanHealthyOpens(Health.State state) {
    given.running = running("d-old", state, "2026-03-01T09:00:00Z");
    assertThat(given.ask(BEFORE).result().verdict()).isEqualTo(Verdict.PENDING);
    given.running = running(Given.DIGEST, state, "2026-03-01T09:00:00Z");
    assertThat(given.ask(AFTER).result().verdict()).isEqualTo(Verdict.PENDING);
  }

  @Test
  void aClusterThatIsAwayIsNotHealthy() {
    Running last = running("d-old", Health.State.HEALTHY, "2026-03-01T09:00:00Z");
    given.running =
        new Running("d-old", true, last.health(), last.healthSince(), last.failure(), false, "");
    assertThat(given.ask(BEFORE).result().reason()).isEqualTo("the cluster cannot be reached");
  }

  @Test
  void theHealthOfSomethingElseSaysNothing() {
    given.running = running("d-old", Health.State.HEALTHY, "2026-03-01T09:00:00Z");
    assertThat(given.ask(AFTER).result().reason()).isEqualTo("this release is not applied yet");
    given.running = running(Given.DIGEST, Health.State.HEALTHY, "2026-03-01T09:00:00Z");
    assertThat(given.ask(AFTER).result().verdict()).isEqualTo(Verdict.PASS);
    assertThat(given.ask(BEFORE).result().verdict()).isEqualTo(Verdict.PENDING);
  }

  @Test
  void aReleaseThatAnotherRendererRecordedAnewIsStillThisRelease() {
    given.history.addFirst(entry(3, Kind.PROMOTE, "2026-03-02T09:00:00Z", "d-rendered-anew"));
    given.release = OptionalLong.of(3);
    given.running = running("d-rendered-anew", Health.State.HEALTHY, "2026-03-01T09:00:00Z");
    assertThat(given.ask(AFTER).result().verdict()).isEqualTo(Verdict.PASS);
    given.running = running(Given.DIGEST, Health.State.HEALTHY, "2026-03-01T09:00:00Z");
    assertThat(given.ask(AFTER).result().verdict()).isEqualTo(Verdict.PENDING);
  }

  @Test
  void whatFailedDoesNotKeepOutWhatMendsIt() {
    given.history.set(0, entry(2, Kind.FAILED, "2026-03-01T10:05:00Z", "d-old"));
    given.running = running("d-old", Health.State.DEGRADED, "2026-03-01T09:00:00Z");
    assertThat(given.ask(BEFORE).result().reason())
        .isEqualTo("release 1 failed here; this may mend it");
    given.running = running("d-old", Health.State.UNKNOWN, "2026-03-01T09:00:00Z");
    assertThat(given.ask(BEFORE).result().verdict()).isEqualTo(Verdict.PENDING);
  }

  @Test
  void theFirstReleaseReplacesNothing() {
    given.history.clear();
    assertThat(given.ask(BEFORE).result().reason()).isEqualTo("nothing runs here yet");
  }

  private static Gate.Health gate(Gate.Phase phase) {
    return new Gate.Health("health", phase, Duration.ofMinutes(5), Origin.UNKNOWN);
  }
}
