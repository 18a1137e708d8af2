package dev.sluice.loop;

import dev.sluice.diff.Contests;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import java.util.Comparator;
import java.util.List;

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
   * What a run would do.
   *
   * @param plan the steps
   * @param hooks the hooks of the files, in the order of the render
   * @param digest digest of what the files make of the target
   */
  public record Forecast(Plan plan, List<Hook> hooks, String digest) {

    /** The hooks that would run, in their order, where this digest is in force until then. */
    public List<Hook> due(String inForce) {
      return digest.equals(inForce)
          ? List.of()
          : hooks.stream()
              .filter(hook -> isDue(hook.point()))
              .sorted(Comparator.comparing(DryPlan::turn).thenComparing(Hook::weight))
              .toList();
    }

    private boolean isDue(Hook.Point point) {
      return switch (point) {
        case BEFORE_APPLY, AFTER_APPLY -> true;
        case BEFORE_DELETE -> plan.deletes();
        case ON_FAILURE -> false;
      };
    }
  }

  private static int turn(Hook hook) {
    return switch (hook.point()) {
      case BEFORE_APPLY -> 0;
      case BEFORE_DELETE -> 1;
      case AFTER_APPLY -> 2;
      case ON_FAILURE -> 3;
    };
  }

  /**
   * What a run of the target on these files would do.
   *
   * @throws Stopped when there can be no plan
   */
  public Forecast plan(Target target, Source source) throws Stopped {
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
    Plan plan =
        Planner.plan(
            ThreeWayDiff.between(
                live, Contests.NONE, OtherTargets.NONE, composition.adoption(target.sync())),
            target.sync());
    return new Forecast(plan, composition.hooks(), composition.digest());
  }
}
