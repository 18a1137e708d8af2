package dev.sluice.loop;

import dev.sluice.diff.Contests;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Role;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.plan.Step;
import dev.sluice.probe.StandbyProbe;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What would happen if a standby took over now: the story up to the plan, in the role active, with
 * server-side dry runs. Nothing is changed.
 */
public final class Rehearsal {

  private final Aims aims;
  private final ClusterStages.Directory clusters;
  private final Wants wants;
  private final StandbyProbe probe;

  /** Rehearses with these stages. */
  public Rehearsal(Aims aims, ClusterStages.Directory clusters, Wants wants, StandbyProbe probe) {
    this.aims = aims;
    this.clusters = clusters;
    this.wants = wants;
    this.probe = probe;
  }

  /**
   * What is found out.
   *
   * @throws Stopped when the release cannot be rendered, or the cluster cannot be asked
   */
  public StandbyEvidence of(Target target) throws Stopped {
    Composition now = aims.inRole(target, Role.STANDBY);
    Composition active = aims.inRole(target, Role.ACTIVE);
    return probe.look(target, manifests(now), manifests(active), refused(target, active));
  }

  private Map<ObjectKey, Failure> refused(Target target, Composition active) throws Stopped {
    OtherTargets others = wants.besides(target);
    Live live =
        clusters
            .of(target)
            .live()
            .forecast(target, active.desired(), others, active.settings().ignoreDifferences());
    Plan plan =
        Planner.plan(
            ThreeWayDiff.between(live, Contests.NONE, others, active.adoption(target.sync())),
            target.sync());
    Map<ObjectKey, Failure> refused = new TreeMap<>();
    for (Plan.Phase phase : plan.phases()) {
      for (Step step : phase.steps()) {
        if (step instanceof Step.Hold(var change, Failure failure)) {
          refused.put(change.subject().key(), failure);
        }
      }
    }
    return refused;
  }

  private static List<Manifest> manifests(Composition composition) {
    List<Manifest> manifests = new ArrayList<>();
    composition.desired().objects().stream().map(DesiredObject::manifest).forEach(manifests::add);
    composition.hooks().forEach(hook -> manifests.add(hook.manifest()));
    return manifests;
  }
}
