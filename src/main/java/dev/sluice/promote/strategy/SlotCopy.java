package dev.sluice.promote.strategy;

import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One object under the name and the label of a slot. */
final class SlotCopy {

  /** Where kinds that scale a workload name it. */
  private static final Map<String, String> SCALERS =
      Map.of(
          "autoscaling/HorizontalPodAutoscaler", "scaleTargetRef",
          "keda.sh/ScaledObject", "scaleTargetRef",
          "autoscaling.k8s.io/VerticalPodAutoscaler", "targetRef");

  private SlotCopy() {}

  /**
   * The copy.
   *
   * @param inside everything that runs in the slot: references to it lead to the copies
   */
  static DesiredObject of(DesiredObject object, Set<ObjectKey> inside, Slot slot) {
    Map<String, Object> content =
        Objects.put(object.manifest().content(), "metadata", "labels", Slot.LABEL, slot.name());
    if (Objects.is(object, "apps", "Deployment")) {
      content = deployment(object, content, inside, slot);
    } else if (Objects.is(object, "policy", "PodDisruptionBudget")) {
      content = Objects.put(content, "spec", "selector", "matchLabels", Slot.LABEL, slot.name());
    } else if (scaled(object).isPresent()) {
      content =
          Objects.put(
              content, "spec", scaler(object), "name", slot.rename(scaled(object).get().name()));
    }
    return Objects.named(object, slot.rename(object.manifest().name()), content);
  }

  private static Map<String, Object> deployment(
      DesiredObject object, Map<String, Object> content, Set<ObjectKey> inside, Slot slot) {
    Map<String, Object> pods =
        PodReferences.renamed(
            Trees.map(Objects.template(object), "spec"),
            object.manifest().namespace(),
            key ->
                inside.contains(key)
                    ? new ObjectKey(
                        key.group(), key.kind(), key.namespace(), slot.rename(key.name()))
                    : key);
    Map<String, Object> named = new LinkedHashMap<>(content);
    named = Objects.put(named, "spec", "selector", "matchLabels", Slot.LABEL, slot.name());
    named = Objects.put(named, "spec", "template", "metadata", "labels", Slot.LABEL, slot.name());
    return Objects.put(named, "spec", "template", "spec", pods);
  }

  /** The Deployment that an autoscaler is about. */
  static Optional<ObjectKey> scaled(DesiredObject object) {
    String at = scaler(object);
    Map<String, Object> reference = Trees.map(Objects.spec(object), at);
    // Only KEDA may leave the kind out, and means a Deployment.
    boolean deployment =
        reference.getOrDefault("kind", "Deployment").equals("Deployment")
            && !Trees.string(reference, "name").isEmpty();
    return at.isEmpty() || !deployment
        ? Optional.empty()
        : Optional.of(
            new ObjectKey(
                "apps",
                "Deployment",
                object.manifest().namespace(),
                Trees.string(reference, "name")));
  }

  private static String scaler(DesiredObject object) {
    return SCALERS.getOrDefault(
        object.manifest().kind().group() + "/" + object.manifest().kind().kind(), "");
  }
}
