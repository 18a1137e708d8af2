package dev.sluice.loop;

import dev.sluice.apply.Outcome;
import dev.sluice.live.Live;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Plan;
import java.util.Optional;

/**
 * Carries a plan out in its order among applications. What only puts something back never waits:
 * the order is that of a revision.
 */
final class OrderedSync {

  private final Dependencies dependencies;

  OrderedSync(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  /**
   * Runs the ready part of a plan.
   *
   * @throws Stopped when nothing could be done at all
   */
  Outcome run(ClusterStages cluster, Target target, Aim aim, Live live, Plan plan) throws Stopped {
    Optional<Outcome.Waiting> waiting;
    try {
      waiting = dependencies.waitingFor(target, aim);
    } catch (Stopped refused) {
      return apply(cluster, target, aim, live, plan.withoutRevision())
          .failingAlso(refused.failure());
    }
    return waiting.isPresent() && plan.bringsRevision()
        ? apply(cluster, target, aim, live, plan.withoutRevision()).waitingAlso(waiting)
        : apply(cluster, target, aim, live, plan);
  }

  private static Outcome apply(ClusterStages cluster, Target target, Aim aim, Live live, Plan plan)
      throws Stopped {
    return cluster
        .applier()
        .run(target.id(), aim.allowed().revision(), live.inventory(), plan, aim.allowed().permit());
  }
}
