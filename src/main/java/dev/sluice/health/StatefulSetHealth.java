package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;

/** A StatefulSet; a partition or {@code OnDelete} means that somebody else finishes the rollout. */
final class StatefulSetHealth implements HealthRule {

  @Override
  public Health assess(LiveObject object) {
    Replicas replicas = Replicas.of(object);
    Optional<Health> unready = replicas.lacking("readyReplicas", "ready").or(replicas::surplus);
    Map<String, Object> strategy = Trees.map(Trees.map(object.content(), "spec"), "updateStrategy");
    if (unready.isPresent() || Trees.string(strategy, "type").equals("OnDelete")) {
      return unready.orElse(Health.HEALTHY);
    }
    long partition = Trees.number(Trees.map(strategy, "rollingUpdate"), "partition", 0);
    return rollout(replicas, Math.max(0, replicas.wanted() - partition))
        .or(() -> replicas.lacking("availableReplicas", "available"))
        .orElse(Health.HEALTHY);
  }

  private static Optional<Health> rollout(Replicas replicas, long toUpdate) {
    String current = Trees.string(replicas.status(), "currentRevision");
    String update = Trees.string(replicas.status(), "updateRevision");
    return current.equals(update)
        ? Optional.empty()
        : replicas.lacking("updatedReplicas", "of the newest revision", toUpdate);
  }
}
