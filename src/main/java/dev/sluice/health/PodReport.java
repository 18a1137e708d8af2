package dev.sluice.health;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Pod says about the workload that it belongs to.
 *
 * @param pod the Pod
 * @param workload the object that a person wrote: a Deployment, not its ReplicaSet
 * @param generation tells Pods of one revision of the workload from those of another
 * @param created when the Pod was created, RFC 3339
 * @param trouble Degraded when it cannot get on, Progressing with words when it waits for a node;
 *     Healthy when it says nothing that matters
 */
public record PodReport(
    ObjectKey pod, ObjectKey workload, String generation, String created, Health trouble) {

  /** The labels that a ReplicaSet's owner adds: the ReplicaSet is called owner-hash. */
  private static final Map<String, ApiKind> OWNERS_OF_REPLICA_SETS =
      Map.of(
          "pod-template-hash", ApiKind.of("apps/v1", "Deployment"),
          "rollouts-pod-template-hash", ApiKind.of("argoproj.io/v1alpha1", "Rollout"));

  /** The report of a Pod; empty when no controller owns it. */
  public static Optional<PodReport> of(LiveObject pod) {
    return Trees.maps(pod.metadata(), "ownerReferences").stream()
        .filter(owner -> Boolean.TRUE.equals(owner.get("controller")))
        .findFirst()
        .map(owner ->
            new PodReport(
                pod.key(),
                workload(pod, owner),
                generation(pod, owner),
                Trees.string(pod.metadata(), "creationTimestamp"),
                trouble(pod)));
  }

  private static ObjectKey workload(LiveObject pod, Map<String, Object> owner) {
    ApiKind kind = ApiKind.of(Trees.string(owner, "apiVersion"), Trees.string(owner, "kind"));
    String name = Trees.string(owner, "name");
    if (kind.kind().equals("ReplicaSet")) {
      for (Map.Entry<String, ApiKind> entry : OWNERS_OF_REPLICA_SETS.entrySet()) {
        String suffix = "-" + pod.label(entry.getKey());
        if (suffix.length() > 1 && name.endsWith(suffix)) {
          kind = entry.getValue();
          name = name.substring(0, name.length() - suffix.length());
          break;
        }
      }
    }
    return new ObjectKey(kind.group(), kind.kind(), pod.key().namespace(), name);
  }

  private static String generation(LiveObject pod, Map<String, Object> owner) {
    String revision = pod.label("controller-revision-hash");
    return revision.isEmpty() ? Trees.string(owner, "uid") : revision;
  }

  // A Pod that has ended or is being deleted was replaced by its controller: an evicted one lies
  // around for long and says nothing about the workload.
  private static Health trouble(LiveObject pod) {
    String phase = Trees.string(Trees.map(pod.content(), "status"), "phase");
    if (pod.terminating() || List.of("Succeeded", "Failed").contains(phase)) {
      return Health.HEALTHY;
    }
    Health health = new PodHealth().assess(pod);
    return switch (health.state()) {
      case DEGRADED -> health;
      case PROGRESSING -> Condition.of(pod, "PodScheduled").isFalse() ? health : Health.HEALTHY;
      case HEALTHY, SUSPENDED, UNKNOWN, MISSING -> Health.HEALTHY;
    };
  }
}
