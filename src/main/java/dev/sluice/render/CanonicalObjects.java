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
      List.of(
          "managedFields", "resourceVersion", "uid", "generation", "selfLink", "creationTimestamp");

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
      for (Map<String, Object> object : takenApart(objects.get(i), origin)) {
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

  private static List<Map<String, Object>> takenApart(Map<String, Object> object, Origin origin)
      throws Stopped {
    boolean list = Trees.string(object, "kind").endsWith("List") && object.get("items") != null;
    if (!list || !Trees.map(object, "metadata").getOrDefault("name", "").equals("")) {
      return List.of(object);
    }
    List<Map<String, Object>> items = new ArrayList<>();
    List<Object> elements = Trees.list(object, "items");
    List<Map<String, Object>> maps = Trees.maps(object, "items");
    if (elements.size() != maps.size() || !(object.get("items") instanceof List<?>)) {
      throw invalid(
          origin, "items", "a list holds something that is no object", "Correct or remove it");
    }
    for (Map<String, Object> item : maps) {
      items.addAll(takenApart(item, origin));
    }
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
    content.put("metadata", cleanMetadata(metadata, kind + " " + name, origin));
    if (kind.equals("Secret") && apiVersion.equals("v1")) {
      foldStringData(content, "the Secret " + name, origin);
    }
    dropNullTimestamps(content);
    return new Manifest(
        ApiKind.of(apiVersion, kind), Trees.string(metadata, "namespace"), name, content, origin);
  }

  private static Map<String, Object> cleanMetadata(
      Map<String, Object> metadata, String what, Origin origin) throws Stopped {
    Map<String, Object> clean = new LinkedHashMap<>(metadata);
    SERVER_METADATA.forEach(clean::remove);
    if (metadata.get("namespace") == null || "".equals(metadata.get("namespace"))) {
      clean.remove("namespace");
    } else if (!(metadata.get("namespace") instanceof String)) {
      throw notText(origin, "metadata.namespace", what);
    }
    for (String field : List.of("labels", "annotations")) {
      if (clean.containsKey(field)) {
        Map<String, Object> texts = texts(clean, "metadata." + field, field, what, origin);
        if (texts.isEmpty()) {
          clean.remove(field);
        } else {
          clean.put(field, texts);
        }
      }
    }
    return clean;
  }

  /**
   * A map that may hold text only. An API server reads null as the empty text; a number or boolean
   * it refuses in words that do not say where.
   */
  private static Map<String, Object> texts(
      Map<String, Object> parent, String path, String field, String what, Origin origin)
      throws Stopped {
    Object value = parent.get(field);
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw invalid(
          origin, path, what + " has something else than a map here", "Write key: value pairs");
    }
    Map<String, Object> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : Trees.map(parent, field).entrySet()) {
      switch (entry.getValue()) {
        case null -> texts.put(entry.getKey(), "");
        case String text -> texts.put(entry.getKey(), text);
        default -> throw notText(origin, path + "." + entry.getKey(), what);
      }
    }
    return texts;
  }

  private static void foldStringData(Map<String, Object> secret, String what, Origin origin)
      throws Stopped {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : texts(secret, "data", "data", what, origin).entrySet()) {
      data.put(entry.getKey(), base64(entry.getKey(), entry.getValue().toString(), what, origin));
    }
    texts(secret, "stringData", "stringData", what, origin)
        .forEach((key, text) -> data.put(key, encoded(text.toString())));
    secret.remove("stringData");
    if (data.isEmpty()) {
      secret.remove("data");
    } else {
      secret.put("data", data);
    }
  }

  /**
   * The API server's answer to bad base64 looks like something to retry; ours names the key. As
   * there, line breaks do not count and padding does.
   */
  private static String base64(String key, String value, String what, Origin origin)
      throws Stopped {
    String joined = value.replace("\n", "").replace("\r", "");
    try {
      if (joined.length() % 4 != 0) {
        throw new IllegalArgumentException("padding is missing");
      }
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(joined));
    } catch (IllegalArgumentException e) {
      // The cause would quote a character of the value.
      throw invalid(
          origin,
          "data." + key,
          what + " has a value here that is not base64",
          "Encode it, or move it to stringData");
    }
  }

  private static String encoded(String text) {
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
      if (parent.get(field) instanceof Number || parent.get(field) instanceof Boolean) {
        throw notText(origin, path, what.isEmpty() ? "an object" : "a " + what);
      }
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

  private static Stopped notText(Origin origin, String field, String what) {
    return invalid(origin, field, what + " has a value here that is not text", "Put it in quotes");
  }

  private static Stopped invalid(Origin origin, String field, String message, String remedy) {
    return new Stopped(Failure.at(Reason.INVALID_MANIFEST, origin, field, message, remedy));
  }
}
