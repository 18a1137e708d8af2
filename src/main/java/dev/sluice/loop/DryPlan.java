package dev.sluice.loop;

import dev.sluice.diff.Contests;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;

/** The story up to the plan, for files that are not committed: nothing is changed. */
public final class DryPlan {

  private final Composer composer;
  private final ClusterStages.Directory clusters;

  /** Plans with these stages. */
  public DryPlan(Composer composer, ClusterStages.Directory clusters) {
    this.composer = composer;
    this.clusters = clusters;
  }

  /**
   * What a run of the target on these files would do.
   *
   * @throws Stopped when there can be no plan
   */
  public Plan plan(Target target, Source source) throws Stopped {
    Composition composition = composer.compose(target, source);
    Live live =
        clusters
            .of(target)
            .live()
            .read(
                target,
                composition.desired(),
                OtherTargets.NONE,
                composition.settings().ignoreDifferences());
    return Planner.plan(
        ThreeWayDiff.between(
            live, Contests.NONE, OtherTargets.NONE, composition.adoption(target.sync())),
        target.sync());
  }
}
