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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events tell what a status cannot, and nothing twice. */
class EventReporterTest {

  private static final Target SHOP =
      new Target(
          new TargetId("config", "shop", "dev"),
          "overlays/shop/dev",
          "",
          "",
          "main",
          SyncPolicy.DEFAULT);
  private static final Failure BROKEN = Failure.of(Reason.RENDER_FAILED, "it is broken", "Mend it");

  private final List<String> told = new ArrayList<>();
  private final EventReporter reporter =
      new EventReporter((target, notice) ->
          told.add(notice.type() + " " + notice.reason() + ": " + notice.message()));

  @Test
  void healsAndPrunesAreToldWithTheirObjects() {
    run(Health.HEALTHY, new Step.Apply(change(Verdict.DRIFTED, "spec.replicas by kubectl")));
    run(Health.HEALTHY, new Step.Delete(change(Verdict.EXTRA, "left Git")));

    assertThat(told)
        .containsExactly(
            "NORMAL Healed: ConfigMap shop/settings: spec.replicas by kubectl",
            "NORMAL Pruned: ConfigMap shop/settings: left Git");
  }

  @Test
  void aSyncThatGoesAsItShouldIsNoEvent() {
    run(Health.HEALTHY, new Step.Apply(change(Verdict.UPDATE, "Git changed it: 1 field")));
    run(Health.HEALTHY, new Step.Apply(change(Verdict.CREATE, "Git wants it")));

    assertThat(told).isEmpty();
  }

  @Test
  void aFailureIsToldWhenItComesUpAndNotWhileItLasts() {
    reporter.stopped(SHOP, BROKEN);
    reporter.stopped(SHOP, BROKEN);
    run(Health.HEALTHY);
    reporter.stopped(SHOP, BROKEN);

    assertThat(told)
        .containsExactly(
            "WARNING RenderFailed: RenderFailed: it is broken. Mend it",
            "WARNING RenderFailed: RenderFailed: it is broken. Mend it");
  }

  @Test
  void whatWaitsForItsFirstReleaseAlarmsNobody() {
    reporter.stopped(SHOP, Failure.of(Reason.NOT_PROMOTED, "nothing was promoted yet", ""));

    assertThat(told).isEmpty();
  }

  @Test
  void lostHealthAndItsReturnAreTold() {
    Health lost = new Health(Health.State.DEGRADED, "web crashes");
    run(lost);
    run(lost);
    run(Health.HEALTHY);

    assertThat(told)
        .containsExactly("WARNING Degraded: web crashes", "NORMAL Healthy: healthy again");
  }

  private void run(Health health, Step... steps) {
    Revision revision = new Revision("config", "commit");
    List<Outcome.Result> results = new ArrayList<>();
    for (Step step : steps) {
      results.add(new Outcome.Result(step, Optional.empty()));
    }
    reporter.ran(
        new Report(
            SHOP,
            revision,
            CommitInfo.ofUnknown(revision),
            "digest",
            1,
            new Plan(List.of(), List.of()),
            new Outcome(results, Optional.empty()),
            health,
            Optional.empty(),
            List.of()),
        Reporter.Detail.CHANGES);
  }

  private static Change change(Verdict verdict, String why) {
    return new Change(
        new Subject(
            new ObjectKey("", "ConfigMap", "shop", "settings"),
            ApiKind.of("v1", "ConfigMap"),
            Optional.empty(),
            Optional.empty(),
            new ObjectState.Absent(new Prediction.Unpredicted(""))),
        verdict,
        List.of(),
        why,
        Optional.empty());
  }
}
