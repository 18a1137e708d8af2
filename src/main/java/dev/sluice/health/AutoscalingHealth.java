package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.regex.Pattern;

/** Autoscalers and disruption budgets. */
final class AutoscalingHealth {

  /** What an API server says when nobody serves one of the metrics APIs. */
  private static final Pattern NO_METRICS_API =
      Pattern.compile(
          "(could not find the requested resource|unable to handle the request)"
              + ".*\\b(external\\.|custom\\.)?metrics\\.k8s\\.io",
          Pattern.DOTALL);

  private AutoscalingHealth() {}

  static Health autoscaler(LiveObject object) {
    Condition able = Condition.of(object, "AbleToScale");
    if (!able.exists()) {
      return States.progressing("the autoscaler has not looked at it yet");
    }
    if (able.isFalse()) {
      return States.degraded(able.words());
    }
    Condition active = Condition.of(object, "ScalingActive");
    if (!active.isFalse()) {
      return Health.HEALTHY;
    }
    if (active.reason().equals("ScalingDisabled")) {
      return States.suspended(active.words());
    }
    if (NO_METRICS_API.matcher(active.message()).find()) {
      // Nothing is broken and nothing will move: the workload keeps the replicas it has.
      return States.suspended(
          "autoscaling stands still: the cluster serves no metrics (" + active.words() + ")");
    }
    return active.reason().equals("InvalidSelector")
            || active.reason().equals("InvalidMetricSourceType")
        ? States.degraded(active.words())
        : States.progressing(active.words());
  }

  static Health disruptionBudget(LiveObject object) {
    Condition allowed = Condition.of(object, "DisruptionAllowed");
    if (allowed.reason().equals("SyncFailed")) {
      return States.degraded(allowed.words());
    }
    Map<String, Object> status = Trees.map(object.content(), "status");
    long healthy = Trees.number(status, "currentHealthy", 0);
    long needed = Trees.number(status, "desiredHealthy", 0);
    return healthy < needed
        ? States.progressing(healthy + " of " + needed + " needed Pods are healthy")
        : Health.HEALTHY;
  }
}
