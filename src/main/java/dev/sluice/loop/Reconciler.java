package dev.sluice.loop;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Changes;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.kube.Observations;
import dev.sluice.live.Delegates;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.TargetRules;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.report.Report;
import dev.sluice.report.StageTimer;
import dev.sluice.report.StageTimer.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The story: a commit becomes running objects. A new revision, a hand edit, a restart and a person
 * asking are the same call; there is no second path through the house.
 */
public final class Reconciler {

  private final Aims aims;
  private final ClusterStages.Directory clusters;
  private final HealBudget healing;
  private final LastGood lastGood;
  private final Wants wants;
  private final LastChanges lastChanges;
  private final Dependencies dependencies;
  private final SyncDeadlines deadlines;
  private final TargetRules rules;
  private final StageTimer timer;
  private final Settled settled;

  /** Takes the stages in the order of the story. */
  public Reconciler(
      Aims aims,
      ClusterStages.Directory clusters,
      HealBudget healing,
      LastGood lastGood,
      Wants wants,
      LastChanges lastChanges,
      Dependencies dependencies,
      SyncDeadlines deadlines,
      TargetRules rules,
      StageTimer timer,
      Settled settled) {
    this.settled = settled;
    this.dependencies = dependencies;
    this.deadlines = deadlines;
    this.rules = rules;
    this.timer = timer;
    this.wants = wants;
    this.lastChanges = lastChanges;
    this.aims = aims;
    this.clusters = clusters;
    this.healing = healing;
    this.lastGood = lastGood;
  }

  /**
   * Brings one target in step with Git.
   *
   * @throws Stopped when it could not even be planned: nothing was changed
   */
  public Report run(Target target) throws Stopped {
    settled.begins(target.id());
    Aim aim = timer.time(Stage.RENDER, () -> aims.of(target));
    ClusterStages cluster = clusters.of(target);
    cluster.live().judge(target.id(), aim.composition().settings().health(), rules);
    OtherTargets others = wants.besides(target);
    Live live = timer.time(Stage.LIVE, () -> live(target, aim, cluster, others));
    Plan plan = timer.time(Stage.PLAN, () -> plan(target, aim, live, others));
    OrderedSync sync =
        new OrderedSync(
            dependencies,
            deadlines,
            cluster,
            target,
            aim,
            live,
            lastChanges.of(target, aim).revision().commit(),
            () -> health(cluster.observations(), aim, live));
    Optional<Failure> frozen = aim.allowed().frozen();
    Outcome outcome =
        timer.time(
            Stage.APPLY,
            () ->
                frozen.isPresent()
                    ? frozen(cluster, target, aim, live, plan.held(frozen.get()))
                    : sync.run(plan));
    lastGood.ran(target.id(), aim.allowed().revision().commit());
    Report report =
        report(
            target,
            aim,
            live,
            plan,
            outcome,
            health(cluster.observations(), aim, live),
            irreversible(cluster, target, aim));
    settled.ran(target, aim, report);
    return report;
  }

  /** No hook runs, no deadline begins: only what is known is recorded. */
  private static Outcome frozen(ClusterStages cluster, Target target, Aim aim, Live live, Plan held)
      throws Stopped {
    return cluster
        .applier()
        .run(target.id(), aim.allowed().revision(), live.inventory(), held, aim.allowed().permit());
  }

  private static Live live(Target target, Aim aim, ClusterStages cluster, OtherTargets others)
      throws Stopped {
    return cluster
        .live()
        .read(target, aim.desired(), others, aim.composition().settings().ignoreDifferences());
  }

  private Plan plan(Target target, Aim aim, Live live, OtherTargets others) {
    Changes changes =
        ThreeWayDiff.between(
            live, healing.contests(target.id()), others, aim.composition().adoption(target.sync()));
    return healing.within(target.id(), Planner.plan(changes, target.sync()));
  }

  private List<ObjectKey> irreversible(ClusterStages cluster, Target target, Aim aim)
      throws Stopped {
    List<Hook> hooks = aim.composition().hooks();
    return hooks.isEmpty()
        ? List.of()
        : cluster
            .hooks()
            .irreversible(target, lastChanges.of(target, aim).revision().commit(), hooks);
  }

  private Report report(
      Target target,
      Aim aim,
      Live live,
      Plan plan,
      Outcome outcome,
      Health health,
      List<ObjectKey> irreversible) {
    List<String> warnings = new ArrayList<>(aim.desired().warnings());
    warnings.addAll(live.warnings());
    return new Report(
        target,
        aim.allowed().revision(),
        lastChanges.of(target, aim),
        aim.composition().digest(),
        aim.desired().objects().size(),
        plan,
        outcome,
        health,
        aim.newest(),
        warnings,
        irreversible,
        aim.role(),
        Delegates.noticing(aim.desired().objects()));
  }

  private static Health health(Observations observations, Aim aim, Live live) {
    Set<ObjectKey> aside = aim.composition().mixed().map(Composition.Mixed::aside).orElse(Set.of());
    Health worst = Health.HEALTHY;
    for (Observed observed : observations.of(live.mark())) {
      if (aside.contains(observed.key())) {
        continue;
      }
      Health health = observed.health();
      worst =
          worst.worse(
              health.state() == Health.State.HEALTHY
                  ? health
                  : new Health(health.state(), observed.key() + ": " + health.why()));
    }
    // Counted by name: something extra must not stand in for something missing.
    long missing =
        live.subjects().stream()
            .filter(subject -> subject.desired().isPresent())
            .filter(subject -> observations.find(subject.key()).isEmpty())
            .count();
    return missing > 0
        ? worst.worse(
            new Health(Health.State.MISSING, missing + " object(s) are not in the cluster"))
        : worst;
  }
}
