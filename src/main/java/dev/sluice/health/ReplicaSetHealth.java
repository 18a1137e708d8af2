package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;

/** A ReplicaSet or ReplicationController: as many available Pods as wanted. */
final class ReplicaSetHealth implements HealthRule {

  @Override
  public Health assess(LiveObject object) {
    Condition failure = Condition.of(object, "ReplicaFailure");
    if (failure.isTrue()) {
      return States.degraded(failure.words());
    }
    Replicas replicas = Replicas.of(object);
    return replicas
        .lacking("availableReplicas", "available")
        .or(replicas::surplus)
        .orElse(Health.HEALTHY);
  }
}
