package dev.sluice.promote.dr.readiness;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import dev.sluice.promote.strategy.PodReferences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the objects of a render name and do not bring: what their Pods read and run as, and the
 * classes that are named by Pods, claims and ingresses.
 */
public final class Needs {

  private static final ApiKind STORAGE_CLASS = ApiKind.of("storage.k8s.io/v1", "StorageClass");
  private static final ApiKind PRIORITY_CLASS = ApiKind.of("scheduling.k8s.io/v1", "PriorityClass");
  private static final ApiKind RUNTIME_CLASS = ApiKind.of("node.k8s.io/v1", "RuntimeClass");
  private static final ApiKind INGRESS_CLASS = ApiKind.of("networking.k8s.io/v1", "IngressClass");
  private static final ApiKind ACCOUNT = ApiKind.of("v1", "ServiceAccount");
  private static final ApiKind CLAIM = ApiKind.of("v1", "PersistentVolumeClaim");

  private final String namespace;
  private final Map<ObjectKey, Need> needs = new LinkedHashMap<>();

  private Needs(String namespace) {
    this.namespace = namespace;
  }

  /**
   * Those of a render, each once.
   *
   * @param objects hooks included
   * @param namespace of objects that name none
   */
  public static List<Need> of(List<Manifest> objects, String namespace) {
    Needs needs = new Needs(namespace);
    PodTemplate.of(objects, namespace).forEach(needs::pods);
    objects.forEach(needs::classes);
    Set<ObjectKey> brought = brought(objects, namespace);
    return needs.needs.values().stream().filter(need -> !brought.contains(need.key())).toList();
  }

  /** What a render brings. */
  static Set<ObjectKey> brought(List<Manifest> objects, String namespace) {
    return objects.stream()
        .flatMap(object -> keys(object, namespace).stream())
        .collect(Collectors.toSet());
  }

  /** Whether a kind has namespaces is not known here: it counts in both places. */
  private static List<ObjectKey> keys(Manifest object, String namespace) {
    return List.of(object.key(), PodTemplate.placed(object, namespace).key());
  }

  private void pods(PodTemplate pods) {
    Map<String, Object> spec = required(pods.spec());
    String in = pods.owner().namespace();
    PodReferences.of(spec, in)
        .forEach(key -> add(new ApiKind("", "v1", key.kind()), in, key.name(), pods.owner()));
    String account = Trees.string(spec, "serviceAccountName");
    if (!account.equals("default")) { // every namespace gets that one by itself
      add(ACCOUNT, in, account, pods.owner());
    }
    add(PRIORITY_CLASS, "", Trees.string(spec, "priorityClassName"), pods.owner());
    add(RUNTIME_CLASS, "", Trees.string(spec, "runtimeClassName"), pods.owner());
    for (Map<String, Object> volume : Trees.maps(spec, "volumes")) {
      String claim = Trees.string(Trees.map(volume, "persistentVolumeClaim"), "claimName");
      add(CLAIM, in, claim, pods.owner());
      Map<String, Object> own =
          Trees.map(Trees.map(Trees.map(volume, "ephemeral"), "volumeClaimTemplate"), "spec");
      if (!own.isEmpty()) {
        storage(own, pods.owner());
      }
    }
  }

  private void classes(Manifest object) {
    Map<String, Object> spec = Trees.map(object.content(), "spec");
    ObjectKey by = PodTemplate.placed(object, namespace).key();
    switch (object.kind().kind()) {
      case "PersistentVolumeClaim" -> storage(spec, by);
      case "StatefulSet" ->
          Trees.maps(spec, "volumeClaimTemplates")
              .forEach(claim -> storage(Trees.map(claim, "spec"), by));
      case "Ingress" -> add(INGRESS_CLASS, "", Trees.string(spec, "ingressClassName"), by);
      default -> {
        // names no class
      }
    }
  }

  private void storage(Map<String, Object> claim, ObjectKey by) {
    if (!claim.containsKey("storageClassName")) {
      Need any = Need.of(STORAGE_CLASS, "", Need.DEFAULT, by);
      needs.putIfAbsent(any.key(), any);
    }
    // An empty name asks for a volume that somebody made by hand.
    add(STORAGE_CLASS, "", Trees.string(claim, "storageClassName"), by);
  }

  private void add(ApiKind kind, String in, String name, ObjectKey by) {
    if (!name.isEmpty()) {
      Need need = Need.of(kind, in, name, by);
      needs.putIfAbsent(need.key(), need);
    }
  }

  /** A Pod spec without the references that a Pod starts without. */
  private static Map<String, Object> required(Map<String, Object> node) {
    Map<String, Object> kept = new LinkedHashMap<>();
    node.forEach((field, value) -> {
      if (!isOptional(value)) {
        kept.put(field, value == null ? null : required(value));
      }
    });
    return kept;
  }

  @SuppressWarnings("unchecked")
  private static Object required(Object value) {
    if (value instanceof Map<?, ?> map) {
      return required((Map<String, Object>) map);
    }
    if (value instanceof Collection<?> list) {
      List<Object> kept = new ArrayList<>();
      list.stream().filter(one -> !isOptional(one)).forEach(one -> kept.add(required(one)));
      return kept;
    }
    return value;
  }

  private static boolean isOptional(Object value) {
    return value instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("optional"));
  }
}
