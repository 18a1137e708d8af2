package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Optional;

/** A Deployment: rolled out when all replicas are new, old ones are gone, and all are available. */
final class DeploymentHealth implements HealthRule {

  @Override
  public Health assess(LiveObject object) {
    if (Boolean.TRUE.equals(Trees.map(object.content(), "spec").get("paused"))) {
      return States.suspended("its rollout is paused (spec.paused)");
    }
    Condition progress = Condition.of(object, "Progressing");
    if (progress.isFalse() && progress.reason().equals("ProgressDeadlineExceeded")) {
      return States.degraded(progress.words());
    }
    Condition failure = Condition.of(object, "ReplicaFailure");
    if (failure.isTrue()) {
      return States.degraded(failure.words());
    }
    Replicas replicas = Replicas.of(object);
    return replicas
        .lacking("updatedReplicas", "of the newest revision")
        .or(() -> oldOnes(replicas))
        .or(replicas::surplus)
        .or(() -> replicas.lacking("availableReplicas", "available"))
        .orElse(Health.HEALTHY);
  }

  private static Optional<Health> oldOnes(Replicas replicas) {
    long old = replicas.count("replicas") - replicas.count("updatedReplicas");
    return old > 0
        ? Optional.of(States.progressing(old + " replicas of an older revision are still running"))
        : Optional.empty();
  }
}
