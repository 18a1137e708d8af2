package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.diff.Verdict;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.ApiKind;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs do is counted, and the state of each target is one line. */
class TargetMetersTest {

  private static final Target SHOP =
      new Target(
          new TargetId("config", "shop", "dev"),
          "overlays/shop/dev",
          "",
          "",
          "main",
          SyncPolicy.DEFAULT);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final TargetMeters meters = new TargetMeters(new Meters(registry));

  @Test
  void healsPrunesAndWhatIsHeldBackAreCounted() {
    meters.ran(
        report(
            Health.HEALTHY,
            done(new Step.Apply(change(Verdict.DRIFTED))),
            done(new Step.Apply(change(Verdict.UPDATE))),
            done(new Step.Delete(change(Verdict.EXTRA))),
            held(new Step.Hold(change(Verdict.CONTESTED), failure()))),
        Reporter.Detail.CHANGES);

    assertThat(count(Metric.DRIFT, "verdict", "Drifted")).isEqualTo(1);
    assertThat(count(Metric.DRIFT, "verdict", "Contested")).isEqualTo(1);
    assertThat(count(Metric.HEALED, "verdict", "Drifted")).isEqualTo(1);
    assertThat(registry.find(Metric.HEALED.id()).tag("verdict", "Contested").counter()).isNull();
    assertThat(count(Metric.PRUNED, "environment", "dev")).isEqualTo(1);
    assertThat(count(Metric.STEPS, "result", "Contested")).isEqualTo(1);
    assertThat(count(Metric.FAILURES, "reason", "Contested")).isEqualTo(1);
    assertThat(count(Metric.RUNS, "outcome", "OutOfSync")).isEqualTo(1);
  }

  @Test
  void aTargetIsInOneStateAtATimeAndInNoneWhenItIsGone() {
    meters.ran(report(Health.HEALTHY), Reporter.Detail.CHANGES);
    assertThat(states(Metric.TARGET_SYNC)).containsExactly("Synced");
    assertThat(states(Metric.TARGET_HEALTH)).containsExactly("Healthy");

    meters.ran(report(new Health(Health.State.DEGRADED, "it crashes")), Reporter.Detail.CHANGES);
    meters.stopped(SHOP, failure());
    assertThat(states(Metric.TARGET_SYNC)).containsExactly("Failed");
    assertThat(states(Metric.TARGET_HEALTH)).containsExactly("Degraded");

    meters.forget(SHOP.id());
    assertThat(states(Metric.TARGET_SYNC)).isEmpty();
    assertThat(states(Metric.TARGET_HEALTH)).isEmpty();
  }

  private double count(Metric metric, String label, String value) {
    return registry.get(metric.id()).tag(label, value).counter().count();
  }

  private Stream<String> states(Metric metric) {
    return registry.find(metric.id()).meters().stream()
        .map(Meter::getId)
        .map(id -> id.getTag("state"));
  }

  private static Outcome.Result done(Step step) {
    return new Outcome.Result(step, Optional.empty());
  }

  private static Outcome.Result held(Step.Hold step) {
    return new Outcome.Result(step, Optional.of(step.failure()));
  }

  private static Failure failure() {
    return Failure.of(Reason.CONTESTED, "somebody keeps changing it", "Stop them");
  }

  private static Change change(Verdict verdict) {
    return new Change(
        new Subject(
            new ObjectKey("", "ConfigMap", "shop", "settings"),
            ApiKind.of("v1", "ConfigMap"),
            Optional.empty(),
            Optional.empty(),
            new ObjectState.Absent(new Prediction.Unpredicted(""))),
        verdict,
        List.of(),
        "why",
        Optional.empty());
  }

  private static Report report(Health health, Outcome.Result... results) {
    Revision revision = new Revision("config", "commit");
    return new Report(
        SHOP,
        revision,
        CommitInfo.ofUnknown(revision),
        "digest",
        1,
        new Plan(List.of(), List.of()),
        new Outcome(Arrays.asList(results), Optional.empty()),
        health,
        Optional.empty(),
        List.of());
  }
}
