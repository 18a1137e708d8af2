package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;

/** A DaemonSet: one available Pod of the newest revision on every node that should have one. */
final class DaemonSetHealth implements HealthRule {

  @Override
  public Health assess(LiveObject object) {
    Map<String, Object> status = Trees.map(object.content(), "status");
    Replicas replicas = new Replicas(Trees.number(status, "desiredNumberScheduled", 0), status);
    Map<String, Object> strategy = Trees.map(Trees.map(object.content(), "spec"), "updateStrategy");
    if (Trees.string(strategy, "type").equals("OnDelete")) {
      return replicas.lacking("numberAvailable", "available").orElse(Health.HEALTHY);
    }
    return replicas
        .lacking("updatedNumberScheduled", "of the newest revision")
        .or(() -> replicas.lacking("numberAvailable", "available"))
        .orElse(Health.HEALTHY);
  }
}
