package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One object under the name and the label of a slot. */
final class SlotCopy {

  private SlotCopy() {}

  /**
   * The copy.
   *
   * @param inside everything that runs in the slot: references to it lead to the copies
   */
  static DesiredObject of(DesiredObject object, Set<ObjectKey> inside, Slot slot) {
    Manifest manifest = object.manifest();
    Optional<ObjectKey> scaled = Autoscalers.scaled(manifest);
    Map<String, Object> content =
        Objects.put(manifest.content(), "metadata", "labels", Slot.LABEL, slot.name());
    if (Objects.isDeployment(manifest)) {
      content = deployment(manifest, content, inside, slot);
    } else if (Objects.is(manifest, "policy", "PodDisruptionBudget")) {
      content = Objects.put(content, "spec", "selector", "matchLabels", Slot.LABEL, slot.name());
    } else if (scaled.isPresent()) {
      content = Autoscalers.pointedAt(manifest, content, slot.rename(scaled.get().name()));
    }
    return Objects.named(object, slot.rename(manifest.name()), content);
  }

  private static Map<String, Object> deployment(
      Manifest workload, Map<String, Object> content, Set<ObjectKey> inside, Slot slot) {
    Map<String, Object> pods =
        PodReferences.renamed(
            Trees.map(Objects.template(workload), "spec"),
            workload.namespace(),
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
}
