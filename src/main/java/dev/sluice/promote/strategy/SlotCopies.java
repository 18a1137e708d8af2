package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One release, divided into what runs in a slot and what its environment has once. In the slot are
 * the Deployments that take traffic, with the ConfigMaps and Secrets that they read, their
 * autoscalers and disruption budgets: a release is its code together with its configuration, and
 * neither slot notices a change of the other.
 *
 * @param slotted under the names of the slot, sorted as they were rendered
 * @param shared everything else, as rendered
 */
public record SlotCopies(List<DesiredObject> slotted, List<DesiredObject> shared) {

  /**
   * Divides a release.
   *
   * @param release its rendered objects
   * @param workloads those of its Deployments that run in the slot
   */
  static SlotCopies of(List<DesiredObject> release, Set<ObjectKey> workloads, Slot slot) {
    if (slot.isPlain()) {
      Set<ObjectKey> inside = inside(release, workloads);
      return new SlotCopies(
          release.stream().filter(one -> inside.contains(one.manifest().key())).toList(),
          release.stream().filter(one -> !inside.contains(one.manifest().key())).toList());
    }
    Set<ObjectKey> inside = inside(release, workloads);
    Set<String> named = namedOutside(release, inside);
    List<DesiredObject> slotted = new ArrayList<>();
    List<DesiredObject> shared = new ArrayList<>();
    for (DesiredObject object : release) {
      ObjectKey key = object.manifest().key();
      if (inside.contains(key)) {
        slotted.add(SlotCopy.of(object, inside, slot));
      }
      if (!inside.contains(key)
          || isConfiguration(object.manifest()) && named.contains(key.name())) {
        shared.add(object);
      }
    }
    return new SlotCopies(List.copyOf(slotted), List.copyOf(shared));
  }

  /** Everything that runs in the slot: the workloads, and what is there for them alone. */
  private static Set<ObjectKey> inside(List<DesiredObject> release, Set<ObjectKey> workloads) {
    Set<ObjectKey> inside = new HashSet<>(workloads);
    Set<ObjectKey> read = new HashSet<>();
    for (DesiredObject object : release) {
      if (workloads.contains(object.manifest().key())) {
        read.addAll(
            PodReferences.of(
                Trees.map(Objects.template(object.manifest()), "spec"),
                object.manifest().namespace()));
      }
    }
    for (DesiredObject object : release) {
      ObjectKey key = object.manifest().key();
      if (read.contains(key)
          || Autoscalers.scaled(object.manifest()).filter(workloads::contains).isPresent()
          || Objects.is(object.manifest(), "policy", "PodDisruptionBudget")
              && protectsOneOf(object.manifest(), release, workloads)) {
        inside.add(key);
      }
    }
    return inside;
  }

  private static boolean protectsOneOf(
      Manifest budget, List<DesiredObject> release, Set<ObjectKey> workloads) {
    Map<String, Object> selector =
        Trees.map(Trees.map(Objects.spec(budget), "selector"), "matchLabels");
    return !selector.isEmpty()
        && release.stream()
            .map(DesiredObject::manifest)
            .filter(object -> workloads.contains(object.key()))
            .filter(object -> object.namespace().equals(budget.namespace()))
            .anyMatch(
                object -> Objects.podLabels(object).entrySet().containsAll(selector.entrySet()));
  }

  private static boolean isConfiguration(Manifest object) {
    return Objects.is(object, "", "ConfigMap") || Objects.is(object, "", "Secret");
  }

  /** Every text outside of the slot that could be a name: a copy too many does no harm. */
  private static Set<String> namedOutside(List<DesiredObject> release, Set<ObjectKey> inside) {
    return release.stream()
        .filter(object -> !inside.contains(object.manifest().key()))
        .flatMap(object -> Texts.in(new TreeMap<>(object.manifest().content())))
        .collect(Collectors.toSet());
  }
}
