package dev.sluice.promote.strategy;

import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The ConfigMaps and Secrets that a Pod reads: environment variables, volumes and the credentials
 * of registries, as the Pod API names them.
 */
public final class PodReferences {

  private static final Map<String, String> NAMED =
      Map.of(
          "configMapRef", "ConfigMap",
          "configMapKeyRef", "ConfigMap",
          "configMap", "ConfigMap",
          "secretRef", "Secret",
          "secretKeyRef", "Secret");

  private PodReferences() {}

  /** What a Pod of a namespace reads. */
  public static Set<ObjectKey> of(Map<String, Object> podSpec, String namespace) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    var unused =
        renamed(
            podSpec,
            namespace,
            key -> {
              keys.add(key);
              return key;
            });
    return keys;
  }

  /** The same Pod reading other objects in their place. */
  static Map<String, Object> renamed(
      Map<String, Object> podSpec, String namespace, UnaryOperator<ObjectKey> renaming) {
    return map(podSpec, new Renaming(namespace, renaming));
  }

  private record Renaming(String namespace, UnaryOperator<ObjectKey> names) {

    String of(String kind, String name) {
      return names.apply(new ObjectKey("", kind, namespace, name)).name();
    }
  }

  private static Map<String, Object> map(Map<String, Object> node, Renaming renaming) {
    Map<String, Object> changed = new LinkedHashMap<>();
    node.forEach((field, value) -> changed.put(field, value(field, value, renaming)));
    return changed;
  }

  @SuppressWarnings("unchecked")
  private static Object value(String field, Object value, Renaming renaming) {
    if (value instanceof Map<?, ?> raw) {
      Map<String, Object> child = (Map<String, Object>) raw;
      String kind = NAMED.get(field);
      if (kind != null && !Trees.string(child, "name").isEmpty()) {
        return with(child, "name", renaming.of(kind, Trees.string(child, "name")));
      }
      if (field.equals("secret")) {
        // A volume calls it secretName, a projected volume name.
        String at = Trees.string(child, "secretName").isEmpty() ? "name" : "secretName";
        String name = Trees.string(child, at);
        return name.isEmpty() ? child : with(child, at, renaming.of("Secret", name));
      }
      return map(child, renaming);
    }
    if (value instanceof List<?> list) {
      return list(field, (List<Object>) list, renaming);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(String field, List<Object> list, Renaming renaming) {
    List<Object> changed = new ArrayList<>();
    for (Object element : list) {
      if (element instanceof Map<?, ?> raw) {
        Map<String, Object> child = (Map<String, Object>) raw;
        String name = Trees.string(child, "name");
        changed.add(
            field.equals("imagePullSecrets") && !name.isEmpty()
                ? with(child, "name", renaming.of("Secret", name))
                : map(child, renaming));
      } else {
        changed.add(element);
      }
    }
    return changed;
  }

  private static Map<String, Object> with(Map<String, Object> node, String field, String value) {
    Map<String, Object> changed = new LinkedHashMap<>(node);
    changed.put(field, value);
    return changed;
  }
}
