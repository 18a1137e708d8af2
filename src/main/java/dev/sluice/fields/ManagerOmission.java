package dev.sluice.fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes out of an object what a field manager owns on the live one. */
final class ManagerOmission {

  private static final Object GONE = new Object();

  private ManagerOmission() {}

  /** The object without what is owned; the keys of list elements stay as long as the rest does. */
  static Map<String, Object> without(Map<String, Object> content, FieldSet owned) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (omit(content, owned, Set.of()) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> result.put((String) key, value));
    }
    return result;
  }

  private static @Nullable Object omit(
      @Nullable Object value, FieldSet owned, Set<String> protectedFields) {
    if (owned.leaf()) {
      return GONE;
    }
    return switch (value) {
      case Map<?, ?> map -> map(map, owned, protectedFields);
      case List<?> list -> list(list, owned);
      case null, default -> value;
    };
  }

  private static Object map(Map<?, ?> map, FieldSet owned, Set<String> protectedFields) {
    Map<Object, Object> result = new LinkedHashMap<>(map);
    owned
        .children()
        .forEach((element, below) -> {
          if (element instanceof PathElement.Field(String name)
              && map.containsKey(name)
              && !protectedFields.contains(name)) {
            Object left = omit(map.get(name), below, Set.of());
            if (left == GONE) {
              result.remove(name);
            } else {
              result.put(name, left);
            }
          }
        });
    boolean onlyKeys = protectedFields.containsAll(result.keySet());
    boolean removed = result.size() < map.size();
    return removed && (result.isEmpty() || (onlyKeys && owned.member())) ? GONE : result;
  }

  private static Object list(List<?> list, FieldSet owned) {
    List<Object> result = new ArrayList<>(list);
    owned
        .children()
        .forEach((element, below) -> {
          Object found = element.find(list);
          int at = result.indexOf(found);
          if (found == null || at < 0) {
            return;
          }
          Set<String> keys =
              element instanceof PathElement.Key(Map<String, Object> key) ? key.keySet() : Set.of();
          Object left = omit(found, below, keys);
          if (left == GONE) {
            result.remove(at);
          } else {
            result.set(at, left);
          }
        });
    return result.isEmpty() && !list.isEmpty() ? GONE : result;
  }
}
