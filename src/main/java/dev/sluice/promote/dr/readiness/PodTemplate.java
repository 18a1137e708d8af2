package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Pods that an object brings.
 *
 * @param owner the object, in its namespace
 * @param spec of each Pod
 * @param pods how many run at a time, at the least; 0 where that is not said by Git: one for each
 *     node, or now and then
 */
record PodTemplate(ObjectKey owner, Map<String, Object> spec, long pods) {

  /**
   * Those of a render.
   *
   * @param namespace of objects that name none
   */
  static List<PodTemplate> of(List<Manifest> objects, String namespace) {
    List<PodTemplate> templates = new ArrayList<>();
    for (Manifest object : objects) {
      podSpec(object)
          .ifPresent(spec ->
              templates.add(
                  new PodTemplate(placed(object, namespace).key(), spec, pods(object, objects))));
    }
    return templates;
  }

  /** An object in the namespace that it will be in; what has Pods is always in one. */
  static Manifest placed(Manifest object, String namespace) {
    return object.namespace().isEmpty() ? object.inNamespace(namespace) : object;
  }

  private static Optional<Map<String, Object>> podSpec(Manifest object) {
    Map<String, Object> spec = Trees.map(object.content(), "spec");
    List<Map<String, Object>> candidates =
        List.of(
            spec,
            template(spec),
            template(Trees.map(Trees.map(spec, "jobTemplate"), "spec")),
            template(Trees.map(spec, "jobTargetRef")));
    return candidates.stream().filter(one -> !Trees.maps(one, "containers").isEmpty()).findFirst();
  }

  private static Map<String, Object> template(Map<String, Object> spec) {
    return Trees.map(Trees.map(spec, "template"), "spec");
  }

  private static long pods(Manifest object, List<Manifest> all) {
    Map<String, Object> spec = Trees.map(object.content(), "spec");
    return switch (object.kind().kind()) {
      case "Pod" -> 1;
      case "DaemonSet", "CronJob", "ScaledJob" -> 0;
      case "Job" ->
          Boolean.TRUE.equals(spec.get("suspend")) ? 0 : Trees.number(spec, "parallelism", 1);
      default -> Math.max(Trees.number(spec, "replicas", 1), scaledTo(object, all));
    };
  }

  /** The least that an autoscaler of the same render lets it have; 0 without one. */
  private static long scaledTo(Manifest object, List<Manifest> all) {
    long least = 0;
    for (Manifest one : all) {
      Map<String, Object> spec = Trees.map(one.content(), "spec");
      Map<String, Object> scaled = Trees.map(spec, "scaleTargetRef");
      boolean its =
          one.namespace().equals(object.namespace())
              && Trees.string(scaled, "name").equals(object.name())
              && (Trees.string(scaled, "kind").isEmpty()
                  || Trees.string(scaled, "kind").equals(object.kind().kind()));
      if (its && one.kind().kind().equals("HorizontalPodAutoscaler")) {
        least = Math.max(least, Trees.number(spec, "minReplicas", 1));
      }
      if (its && one.kind().kind().equals("ScaledObject")) {
        least = Math.max(least, Trees.number(spec, "minReplicaCount", 0));
      }
    }
    return least;
  }
}
