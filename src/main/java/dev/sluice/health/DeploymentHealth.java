package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Optional;

/** A Deployment: rolled out when all replicas are new, old ones are gone, and all are available. */
final class DeploymentHealth implements HealthRule {

  @Override
  public Health assess(LiveObject object) {
    Replicas replicas = Replicas.of(object);
    if (Boolean.TRUE.equals(Trees.map(object.content(), "spec").get("paused"))) {
      return paused(replicas);
    }
    Condition progress = Condition.of(object, "Progressing");
    if (progress.isFalse() && progress.reason().equals("ProgressDeadlineExceeded")) {
      return States.degraded(progress.words());
    }
    Condition failure = Condition.of(object, "ReplicaFailure");
    if (failure.isTrue()) {
      return States.degraded(failure.words());
    }
    return replicas
        .lacking("updatedReplicas", "of the newest revision")
        .or(() -> oldOnes(replicas))
        .or(replicas::surplus)
        .or(() -> replicas.lacking("availableReplicas", "available"))
        .orElse(Health.HEALTHY);
  }

  /** Half way it runs two revisions, whoever wants it so: nobody may take the new one for done. */
  private static Health paused(Replicas replicas) {
    return replicas
        .lacking("updatedReplicas", "of the newest revision")
        .or(() -> oldOnes(replicas))
        .map(health ->
            States.progressing(
                health.why() + ", and its rollout is paused until spec.paused is false again"))
        .orElse(States.suspended("its rollout is paused (spec.paused); nothing is on its way"));
  }

  private static Optional<Health> oldOnes(Replicas replicas) {
    long old = replicas.count("replicas") - replicas.count("updatedReplicas");
    return old > 0
        ? Optional.of(States.progressing(old + " replicas of an older revision are still running"))
        : Optional.empty();
  }
}
