package dev.sluice.promote.gate;

import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the variables that objects set: ConfigMaps, Secrets, and the environment of containers. */
final class Settings {

  private final Map<String, Map<String, Value>> bundles = new HashMap<>();
  private final List<Rendered.Setting> found = new ArrayList<>();

  private Settings() {}

  static List<Rendered.Setting> of(List<Manifest> objects) {
    Settings settings = new Settings();
    objects.forEach(settings::bundle);
    objects.forEach(object ->
        settings.containers(object.content(), object.kind().kind() + " " + object.name()));
    return List.copyOf(settings.found);
  }

  private void bundle(Manifest object) {
    Map<String, Object> content = object.content();
    Map<String, Value> values = new HashMap<>();
    switch (object.kind().kind()) {
      case "ConfigMap" ->
          Trees.map(content, "data").forEach((key, value) -> values.put(key, known(value)));
      case "Secret" -> {
        Trees.map(content, "data").forEach((key, value) -> values.put(key, decoded(value)));
        Trees.map(content, "stringData").forEach((key, value) -> values.put(key, known(value)));
      }
      case "SealedSecret" ->
          Trees.map(Trees.map(content, "spec"), "encryptedData")
              .keySet()
              .forEach(key -> values.put(key, new Value.Sealed()));
      case "ExternalSecret" -> {
        if (Trees.map(content, "spec").get("data") instanceof List<?> entries) {
          entries.stream()
              .filter(entry -> entry instanceof Map<?, ?>)
              .map(entry -> String.valueOf(((Map<?, ?>) entry).get("secretKey")))
              .forEach(key -> values.put(key, new Value.Sealed()));
        }
      }
      default -> {
        return; // holds no variables by itself
      }
    }
    String place = object.kind().kind() + " " + object.name();
    String group = object.kind().kind().equals("ConfigMap") ? "ConfigMap " : "Secret ";
    bundles.computeIfAbsent(group + object.name(), key -> new HashMap<>()).putAll(values);
    values.forEach((key, value) -> found.add(new Rendered.Setting(key, place, value)));
  }

  private void containers(Object node, String place) {
    switch (node) {
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            if ("env".equals(key) && value instanceof List<?> list) {
              list.forEach(entry -> env(entry, place));
            } else if (value != null) {
              containers(value, place);
            }
          });
      case List<?> list ->
          list.forEach(element -> {
            if (element != null) {
              containers(element, place);
            }
          });
      default -> {} // a leaf
    }
  }

  private void env(@Nullable Object entry, String place) {
    if (!(entry instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
      return;
    }
    if (!(map.get("valueFrom") instanceof Map<?, ?> from)) {
      Object value = map.get("value");
      found.add(new Rendered.Setting(name, place, known(value == null ? "" : value)));
    } else if (from.get("configMapKeyRef") instanceof Map<?, ?> reference) {
      refer(name, place, "ConfigMap ", reference);
    } else if (from.get("secretKeyRef") instanceof Map<?, ?> reference) {
      refer(name, place, "Secret ", reference);
    } else {
      found.add(new Rendered.Setting(name, place, new Value.Sealed())); // known when it runs
    }
  }

  private void refer(String name, String place, String group, Map<?, ?> reference) {
    Map<String, Value> bundle = bundles.get(group + reference.get("name"));
    if (bundle == null) {
      found.add(new Rendered.Setting(name, place, new Value.Sealed())); // kept outside of Git
      return;
    }
    Value value = bundle.get(String.valueOf(reference.get("key")));
    if (value != null) {
      found.add(new Rendered.Setting(name, place, value));
    } // else it is not set at all
  }

  private static Value known(Object value) {
    return new Value.Known(String.valueOf(value));
  }

  private static Value decoded(Object value) {
    String text = String.valueOf(value).strip();
    try {
      return known(
          new String(Base64.getMimeDecoder().decode(strict(text)), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return known(text); // somebody forgot to encode it: a placeholder most likely
    }
  }

  /** The MIME decoder skips what is not Base64: here that is no Base64 at all. */
  private static String strict(String text) {
    if (!text.matches("[A-Za-z0-9+/=\\s]*")) {
      throw new IllegalArgumentException("not Base64");
    }
    return text;
  }
}
