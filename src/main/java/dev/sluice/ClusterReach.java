package dev.sluice;

import dev.sluice.door.web.Readiness;
import dev.sluice.kube.ReachListener;
import dev.sluice.loop.TargetQueue;
import dev.sluice.loop.Targets;
import dev.sluice.loop.Trigger;
import dev.sluice.model.Failure;

/**
 * What follows when a cluster goes or comes back. Only its own cluster makes the daemon unready:
 * without it, nothing can be told to anybody; another one is a matter of that one's targets.
 */
final class ClusterReach implements ReachListener {

  private static final String OWN = "own cluster";

  private final Targets targets;
  private final TargetQueue queue;
  private final Readiness readiness;

  ClusterReach(Targets targets, TargetQueue queue, Readiness readiness) {
    this.targets = targets;
    this.queue = queue;
    this.readiness = readiness;
  }

  @Override
  public void away(String cluster, Failure why) {
    if (cluster.isEmpty()) {
      readiness.lacks(OWN, why.toString());
    }
  }

  /** Its targets run at once: their pauses were for a server that did not answer. */
  @Override
  public void back(String cluster) {
    if (cluster.isEmpty()) {
      readiness.has(OWN);
    }
    targets.all().stream()
        .filter(target -> target.cluster().equals(cluster))
        .forEach(target -> queue.add(target.id(), Trigger.CLUSTER_EVENT));
  }
}
