package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;

/** Objects that scale a Deployment, and where they name it. */
final class Autoscalers {

  private static final Map<String, String> FIELDS =
      Map.of(
          "autoscaling/HorizontalPodAutoscaler", "scaleTargetRef",
          "keda.sh/ScaledObject", "scaleTargetRef",
          "autoscaling.k8s.io/VerticalPodAutoscaler", "targetRef");

  private Autoscalers() {}

  /** The Deployment that an object scales; empty for what scales none. */
  static Optional<ObjectKey> scaled(Manifest one) {
    String field = field(one);
    Map<String, Object> reference = Trees.map(Objects.spec(one), field);
    // Only KEDA may leave the kind out, and means a Deployment.
    boolean deployment =
        reference.getOrDefault("kind", "Deployment").equals("Deployment")
            && !Trees.string(reference, "name").isEmpty();
    return field.isEmpty() || !deployment
        ? Optional.empty()
        : Optional.of(
            new ObjectKey("apps", "Deployment", one.namespace(), Trees.string(reference, "name")));
  }

  /**
   * The content of an autoscaler that scales another Deployment.
   *
   * @param content of it, as far as it was changed already
   */
  static Map<String, Object> pointedAt(Manifest one, Map<String, Object> content, String name) {
    return Objects.put(content, "spec", field(one), "name", name);
  }

  private static String field(Manifest one) {
    return FIELDS.getOrDefault(one.kind().group() + "/" + one.kind().kind(), "");
  }
}
