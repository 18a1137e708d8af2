package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration that copied Pods read: what only the new release has comes as it is; what both
 * have and differs in comes as a copy, because the stable Pods read the other one.
 */
final class CanaryNeeds {

  /** Fields of a Pod's spec that name a ConfigMap or a Secret, by the field that has the name. */
  private static final Map<String, Reference> REFERENCES =
      Map.of(
          "configMapRef", new Reference("ConfigMap", "name"),
          "configMapKeyRef", new Reference("ConfigMap", "name"),
          "configMap", new Reference("ConfigMap", "name"),
          "secretRef", new Reference("Secret", "name"),
          "secretKeyRef", new Reference("Secret", "name"),
          "secret", new Reference("Secret", "secretName"));

  /** What does nothing by itself, and what Pods may need without naming it. */
  private static final Set<String> PASSIVE =
      Set.of("ServiceAccount", "Role", "RoleBinding", "SealedSecret", "ExternalSecret");

  private record Reference(String kind, String field) {}

  private final Map<ObjectKey, Manifest> before = new HashMap<>();
  private final Map<ObjectKey, Manifest> now = new HashMap<>();
  private final Map<ObjectKey, Manifest> needed = new TreeMap<>();

  CanaryNeeds(List<Manifest> stable, List<Manifest> coming) {
    stable.forEach(one -> before.put(one.key(), one));
    coming.forEach(one -> now.put(one.key(), one));
    coming.stream()
        .filter(one -> PASSIVE.contains(one.kind().kind()) && !before.containsKey(one.key()))
        .forEach(one -> needed.put(one.key(), one));
  }

  /** All that was found to be needed. */
  List<Manifest> objects() {
    return List.copyOf(needed.values());
  }

  /** The spec of a Pod that reads what the new release says. */
  Map<String, Object> of(String namespace, Map<String, Object> spec) throws Stopped {
    return map(namespace, spec);
  }

  private Map<String, Object> map(String namespace, Map<?, ?> map) throws Stopped {
    Map<String, Object> changed = new LinkedHashMap<>();
    map.forEach((field, value) -> changed.put(String.valueOf(field), value));
    for (Map.Entry<?, ?> field : map.entrySet()) {
      String name = String.valueOf(field.getKey());
      Reference reference = REFERENCES.get(name);
      if (reference != null && field.getValue() instanceof Map<?, ?> value) {
        changed.put(name, referring(namespace, reference, value));
      } else if (name.equals("imagePullSecrets") && field.getValue() instanceof List<?> list) {
        changed.put(name, pullSecrets(namespace, list));
      } else if (field.getValue() instanceof Map<?, ?> value) {
        changed.put(name, map(namespace, value));
      } else if (field.getValue() instanceof List<?> list) {
        changed.put(name, list(namespace, list));
      }
    }
    return changed;
  }

  private List<Object> pullSecrets(String namespace, List<?> list) throws Stopped {
    List<Object> changed = new ArrayList<>();
    for (Object one : list) {
      changed.add(
          one instanceof Map<?, ?> secret
              ? referring(namespace, new Reference("Secret", "name"), secret)
              : one);
    }
    return changed;
  }

  private List<Object> list(String namespace, List<?> list) throws Stopped {
    List<Object> changed = new ArrayList<>();
    for (Object element : list) {
      changed.add(element instanceof Map<?, ?> map ? map(namespace, map) : element);
    }
    return changed;
  }

  private Map<String, Object> referring(String namespace, Reference reference, Map<?, ?> value)
      throws Stopped {
    Map<String, Object> changed = new LinkedHashMap<>();
    value.forEach((key, old) -> changed.put(String.valueOf(key), old));
    for (String field : List.of(reference.field(), "name")) {
      if (changed.get(field) instanceof String name) {
        changed.put(field, resolved(namespace, reference.kind(), name));
      }
    }
    return changed;
  }

  /** The name under which a copied Pod finds it. */
  private String resolved(String namespace, String kind, String name) throws Stopped {
    ObjectKey key = new ObjectKey("", kind, namespace, name);
    Manifest wanted = now.get(key);
    Optional<Manifest> stable = Optional.ofNullable(before.get(key));
    if (wanted == null
        || stable.filter(one -> one.content().equals(wanted.content())).isPresent()) {
      return name;
    }
    if (stable.isEmpty()) {
      needed.put(key, wanted);
      return name;
    }
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(wanted.content(), "metadata"));
    metadata.put("name", name + CanaryCopies.SUFFIX);
    Map<String, Object> content = new LinkedHashMap<>(wanted.content());
    content.put("metadata", metadata);
    Manifest copy =
        new Manifest(
            wanted.kind(), namespace, name + CanaryCopies.SUFFIX, content, wanted.origin());
    needed.put(copy.key(), copy);
    return copy.name();
  }
}
