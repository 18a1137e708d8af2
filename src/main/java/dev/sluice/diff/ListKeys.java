package dev.sluice.diff;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.FieldSet;
import dev.sluice.fields.PathElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the elements of a list apart the way its API does: by the keys that {@code managedFields}
 * name, by value for a set, else by {@code name}, else by place.
 */
final class ListKeys {

  private static final Set<String> NAME = Set.of("name");

  private ListKeys() {}

  /** The elements by key, in order; by place where no key tells all of them apart. */
  static Keyed of(List<?> before, List<?> after, FieldSet known) {
    return byKnownKeys(before, after, known)
        .or(() -> byKeys(before, after, NAME))
        .orElseGet(() -> new Keyed(byIndex(before), byIndex(after)));
  }

  private static Optional<Keyed> byKnownKeys(List<?> before, List<?> after, FieldSet known) {
    for (PathElement element : known.children().keySet()) {
      switch (element) {
        case PathElement.Key(Map<String, Object> keys) -> {
          return byKeys(before, after, keys.keySet());
        }
        case PathElement.Value ignored -> {
          return pair(byValue(before), byValue(after));
        }
        case PathElement.Field ignored -> {}
        case PathElement.Index ignored -> {}
      }
    }
    return Optional.empty();
  }

  private static Optional<Keyed> byKeys(List<?> before, List<?> after, Set<String> names) {
    return pair(byKeys(before, names), byKeys(after, names));
  }

  private static Optional<Keyed> pair(
      @Nullable Map<PathElement, Object> before, @Nullable Map<PathElement, Object> after) {
    return before == null || after == null
        ? Optional.empty()
        : Optional.of(new Keyed(before, after));
  }

  private static @Nullable Map<PathElement, Object> byKeys(List<?> list, Set<String> names) {
    Map<PathElement, Object> keyed = LinkedHashMap.newLinkedHashMap(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        return null;
      }
      Map<String, Object> keys = new TreeMap<>();
      for (String name : names) {
        Object value = map.get(name);
        if (value != null) {
          keys.put(name, value instanceof Integer number ? number.longValue() : value);
        }
      }
      if (keys.isEmpty() || keyed.put(new PathElement.Key(keys), element) != null) {
        return null;
      }
    }
    return keyed;
  }

  private static @Nullable Map<PathElement, Object> byValue(List<?> list) {
    Map<PathElement, Object> keyed = LinkedHashMap.newLinkedHashMap(list.size());
    for (Object element : list) {
      if (element == null || keyed.put(new PathElement.Value(element), element) != null) {
        return null;
      }
    }
    return keyed;
  }

  private static Map<PathElement, Object> byIndex(List<?> list) {
    Map<PathElement, Object> keyed = LinkedHashMap.newLinkedHashMap(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      if (element != null) {
        keyed.put(new PathElement.Index(i), element);
      }
    }
    return keyed;
  }

  /** The two sides of one list. */
  record Keyed(Map<PathElement, Object> before, Map<PathElement, Object> after) {

    /** The same elements in another order. */
    boolean reordered() {
      return before.keySet().equals(after.keySet())
          && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()));
    }

    /** The order of a side, for people. */
    static String order(Map<PathElement, Object> side) {
      return CanonicalJson.of(side.keySet().stream().map(key -> key.below("")).toList());
    }
  }
}
