package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Change;
import dev.sluice.diff.FieldChange;
import dev.sluice.diff.Verdict;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.ApiKind;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A person's edits never switch healing off; a second writer that keeps coming back is slowed down.
 */
class HealBudgetTest {

  private static final TargetId WEB = new TargetId("config", "web", "dev");
  private static final ObjectKey KEY = new ObjectKey("apps", "Deployment", "web-dev", "web");

  private final MutableClock clock = new MutableClock();
  private final HealBudget budget = new HealBudget(clock);

  @Test
  void theTenthHealOfAMinuteIsAsFreeAsTheFirst() {
    for (int heal = 1; heal <= 10; heal++) {
      assertThat(only(budget.within(WEB, plan(Verdict.DRIFTED))))
          .as("heal " + heal)
          .isInstanceOf(Step.Apply.class);
    }
  }

  @Test
  void afterThatTheWriterIsNamedAndHealingSlowsDownButGoesOn() {
    heal(10);
    assertThat(budget.contests(WEB).over(KEY)).isPresent();

    Step held = only(budget.within(WEB, plan(Verdict.CONTESTED)));
    assertThat(held)
        .isInstanceOfSatisfying(
            Step.Hold.class,
            hold -> {
              assertThat(hold.failure().reason()).isEqualTo(Reason.CONTESTED);
              assertThat(hold.failure().message()).contains("kubectl-edit");
            });
    assertThat(budget.nextAllowed(WEB)).contains(Duration.ofSeconds(10));

    clock.advance(Duration.ofSeconds(10));
    assertThat(only(budget.within(WEB, plan(Verdict.CONTESTED)))).isInstanceOf(Step.Apply.class);
  }

  // It was asked for without end: the target ran in a circle until the minute was over.
  @Test
  void aContestedObjectThatStaysAsItIsAsksForNoFurtherRun() {
    heal(10);
    clock.advance(Duration.ofSeconds(10));
    assertThat(budget.nextAllowed(WEB)).isEmpty();
  }

  @Test
  void aQuietMinuteEndsTheContest() {
    heal(10);
    clock.advance(Duration.ofSeconds(61));
    assertThat(budget.contests(WEB).over(KEY)).isEmpty();
    assertThat(budget.nextAllowed(WEB)).isEmpty();
    assertThat(only(budget.within(WEB, plan(Verdict.DRIFTED)))).isInstanceOf(Step.Apply.class);
  }

  @Test
  void whatGitChangesIsNeverHeldBack() {
    heal(10);
    assertThat(only(budget.within(WEB, plan(Verdict.UPDATE)))).isInstanceOf(Step.Apply.class);
  }

  @Test
  void targetsDoNotShareABudget() {
    heal(10);
    TargetId other = new TargetId("config", "web", "staging");
    assertThat(only(budget.within(other, plan(Verdict.DRIFTED)))).isInstanceOf(Step.Apply.class);
  }

  private void heal(int times) {
    for (int heal = 0; heal < times; heal++) {
      budget.within(WEB, plan(Verdict.DRIFTED));
    }
  }

  private static Step only(Plan plan) {
    assertThat(plan.phases()).hasSize(1);
    assertThat(plan.phases().getFirst().steps()).hasSize(1);
    return plan.phases().getFirst().steps().getFirst();
  }

  private static Plan plan(Verdict verdict) {
    Subject subject =
        new Subject(
            KEY,
            ApiKind.of("apps/v1", "Deployment"),
            Optional.empty(),
            Optional.empty(),
            new ObjectState.Present(new LiveObject(Map.of()), new Prediction.Unpredicted("")));
    FieldChange field = new FieldChange("spec.replicas", "1", "2", "kubectl-edit", "");
    Change change =
        new Change(subject, verdict, List.of(field), "drift by kubectl-edit", Optional.empty());
    return new Plan(
        List.of(
            new Plan.Phase("workloads", Plan.Readiness.APPLIED, List.of(new Step.Apply(change)))),
        List.of());
  }
}
