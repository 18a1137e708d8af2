package dev.sluice.fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts live values into a manifest, at the places that a set names. */
final class Graft {

  private Graft() {}

  /** The manifest with the live value at every place of the set. */
  static Map<String, Object> onto(
      Map<String, Object> content, FieldSet places, Map<String, Object> live) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (graft(content, places, live) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> result.put((String) key, value));
    }
    return result;
  }

  private static @Nullable Object graft(
      @Nullable Object value, FieldSet places, @Nullable Object live) {
    if (places.leaf()) {
      return live;
    }
    return switch (live) {
      case Map<?, ?> map -> map(value, places, map);
      case List<?> list -> list(value, places, list);
      case null, default -> value;
    };
  }

  private static Object map(@Nullable Object value, FieldSet places, Map<?, ?> live) {
    Map<Object, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      result.putAll(map);
    }
    places
        .children()
        .forEach((element, below) -> {
          if (element instanceof PathElement.Field(String name) && live.containsKey(name)) {
            result.put(name, graft(result.get(name), below, live.get(name)));
          }
        });
    return result;
  }

  private static Object list(@Nullable Object value, FieldSet places, List<?> live) {
    List<Object> result = new ArrayList<>();
    if (value instanceof List<?> list) {
      result.addAll(list);
    }
    places
        .children()
        .forEach((element, below) -> {
          Object there = element.find(live);
          Object ours = element.find(result);
          int at = ours == null ? -1 : result.indexOf(ours);
          if (there == null) {
            return;
          }
          Object grafted = graft(ours == null ? keys(element) : ours, below, there);
          if (at < 0) {
            result.add(grafted);
          } else {
            result.set(at, grafted);
          }
        });
    return result;
  }

  private static @Nullable Object keys(PathElement element) {
    return element instanceof PathElement.Key(Map<String, Object> keys) ? keys : null;
  }
}
