package dev.sluice.render;

import dev.sluice.fields.Digests;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From what kustomize rendered to what is compared and applied: fields that only a server sets are
 * gone, {@code stringData} is folded into {@code data}, lists are taken apart, and every object is
 * one that can be named.
 */
final class CanonicalObjects {

  private static final List<String> SERVER_METADATA =
      List.of("managedFields", "resourceVersion", "uid", "generation", "selfLink");

  private CanonicalObjects() {}

  /**
   * Checks and canonicalises.
   *
   * @param origins where each object came from; may be shorter than the objects
   * @return sorted by key
   * @throws Stopped for an object without a kind or name, one that is there twice, or a Secret
   *     whose data is not base64
   */
  static List<DesiredObject> of(List<Map<String, Object>> objects, List<Origin> origins)
      throws Stopped {
    Map<ObjectKey, DesiredObject> byKey = new TreeMap<>();
    for (int i = 0; i < objects.size(); i++) {
      Origin origin = i < origins.size() ? origins.get(i) : Origin.UNKNOWN;
      for (Map<String, Object> object : takenApart(objects.get(i))) {
        Manifest manifest = manifest(object, origin);
        DesiredObject desired = new DesiredObject(manifest, Digests.sha256(manifest.content()));
        DesiredObject twin = byKey.putIfAbsent(manifest.key(), desired);
        if (twin != null) {
          throw duplicate(manifest, twin.manifest().origin());
        }
      }
    }
    return List.copyOf(byKey.values());
  }

  private static List<Map<String, Object>> takenApart(Map<String, Object> object) {
    boolean list = Trees.string(object, "kind").endsWith("List") && object.get("items") != null;
    if (!list || !Trees.map(object, "metadata").getOrDefault("name", "").equals("")) {
      return List.of(object);
    }
    List<Map<String, Object>> items = new ArrayList<>();
    Trees.maps(object, "items").forEach(item -> items.addAll(takenApart(item)));
    return items;
  }

  private static Manifest manifest(Map<String, Object> object, Origin origin) throws Stopped {
    String apiVersion = required(object, "apiVersion", object, origin);
    String kind = required(object, "kind", object, origin);
    Map<String, Object> metadata = Trees.map(object, "metadata");
    if (metadata.containsKey("generateName")) {
      throw invalid(
          origin,
          "metadata.generateName",
          "a " + kind + " has a generated name, so it would be created anew by every reconcile",
          "Give it a fixed metadata.name");
    }
    String name = required(metadata, "name", object, origin);
    Map<String, Object> content = new LinkedHashMap<>(object);
    content.remove("status");
    content.put("metadata", cleanMetadata(metadata));
    if (kind.equals("Secret") && apiVersion.equals("v1")) {
      foldStringData(content, name, origin);
    }
    dropNullTimestamps(content);
    return new Manifest(
        ApiKind.of(apiVersion, kind), Trees.string(metadata, "namespace"), name, content, origin);
  }

  private static Map<String, Object> cleanMetadata(Map<String, Object> metadata) {
    Map<String, Object> clean = new LinkedHashMap<>(metadata);
    SERVER_METADATA.forEach(clean::remove);
    clean.remove("creationTimestamp");
    for (String field : List.of("labels", "annotations")) {
      if (clean.containsKey(field) && Trees.map(clean, field).isEmpty()) {
        clean.remove(field);
      }
    }
    return clean;
  }

  private static void foldStringData(Map<String, Object> secret, String name, Origin origin)
      throws Stopped {
    Map<String, Object> data = new LinkedHashMap<>(Trees.map(secret, "data"));
    for (Map.Entry<String, Object> entry : data.entrySet()) {
      requireBase64(name, entry.getKey(), entry.getValue(), origin);
    }
    Trees.map(secret, "stringData")
        .forEach((key, value) -> data.put(key, base64(value == null ? "" : value.toString())));
    secret.remove("stringData");
    data.values().removeIf(value -> value == null);
    if (data.isEmpty()) {
      secret.remove("data");
    } else {
      secret.put("data", data);
    }
  }

  /** The API server's answer to this mistake looks like something to retry; ours names the key. */
  private static void requireBase64(String secret, String key, Object value, Origin origin)
      throws Stopped {
    if (value == null) {
      return;
    }
    try {
      Base64.getDecoder().decode(value.toString().replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw invalid(
          origin,
          "data." + key,
          "the Secret " + secret + " has a value here that is not base64",
          "Encode it, or move it to stringData");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Go programs write {@code creationTimestamp: null} wherever an object carries metadata. */
  private static void dropNullTimestamps(Map<String, Object> map) {
    for (Map.Entry<String, Object> entry : map.entrySet()) {
      entry.setValue(withoutNullTimestamps(entry.getValue(), entry.getKey()));
    }
  }

  @SuppressWarnings("unchecked")
  private static Object withoutNullTimestamps(Object value, String field) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) map);
      if (field.equals("metadata") && copy.get("creationTimestamp") == null) {
        copy.remove("creationTimestamp");
      }
      dropNullTimestamps(copy);
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> withoutNullTimestamps(item, "")).toList();
    }
    return value;
  }

  private static String required(
      Map<String, Object> parent, String field, Map<String, Object> object, Origin origin)
      throws Stopped {
    String value = Trees.string(parent, field);
    if (value.isEmpty()) {
      String path = field.equals("name") ? "metadata.name" : field;
      String what = Trees.string(object, "kind");
      throw invalid(
          origin,
          path,
          (what.isEmpty() ? "an object" : "a " + what) + " has no " + path,
          "Every object in Git needs apiVersion, kind and metadata.name");
    }
    return value;
  }

  private static Stopped duplicate(Manifest manifest, Origin first) {
    String places = first.equals(Origin.UNKNOWN) ? "" : " It stands in " + first + " too.";
    return new Stopped(
        Failure.at(
            Reason.DUPLICATE_OBJECT,
            manifest.origin(),
            "metadata.name",
            manifest.key() + " is rendered twice." + places,
            "Keep one of them"));
  }

  private static Stopped invalid(Origin origin, String field, String message, String remedy) {
    return new Stopped(Failure.at(Reason.INVALID_MANIFEST, origin, field, message, remedy));
  }
}
