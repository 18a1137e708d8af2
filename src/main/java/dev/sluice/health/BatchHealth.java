package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;

/** Jobs and CronJobs. */
final class BatchHealth {

  private BatchHealth() {}

  /** A Job is healthy when it has completed: whoever waits for it waits for its work. */
  static Health job(LiveObject object) {
    if (Condition.of(object, "Complete").isTrue()) {
      return Health.HEALTHY;
    }
    for (String type : new String[] {"Failed", "FailureTarget"}) {
      Condition failed = Condition.of(object, type);
      if (failed.isTrue()) {
        return States.degraded(failed.words());
      }
    }
    if (suspended(object)) {
      return States.suspended("spec.suspend is true");
    }
    Map<String, Object> status = Trees.map(object.content(), "status");
    return States.progressing(
        Trees.number(status, "active", 0)
            + " Pods are running, "
            + Trees.number(status, "succeeded", 0)
            + " of "
            + Trees.number(Trees.map(object.content(), "spec"), "completions", 1)
            + " completions are done");
  }

  /** A CronJob only waits for its hour; what its Jobs do is told by the Jobs. */
  static Health cronJob(LiveObject object) {
    return suspended(object) ? States.suspended("spec.suspend is true") : Health.HEALTHY;
  }

  private static boolean suspended(LiveObject object) {
    return Boolean.TRUE.equals(Trees.map(object.content(), "spec").get("suspend"));
  }
}
