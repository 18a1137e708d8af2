package dev.sluice.fields;

import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One step of a path in {@code FieldsV1}, the notation of {@code metadata.managedFields}.
 *
 * <p>Source of the notation: the {@code FieldsV1} type of {@code k8s.io/apimachinery}.
 */
public sealed interface PathElement {

  /** {@code f:<name>}: a field of a map. */
  record Field(String name) implements PathElement {}

  /** {@code k:<keys>}: the element of a list of maps that has these values. */
  record Key(Map<String, Object> keys) implements PathElement {

    private boolean matches(@Nullable Object element) {
      if (!(element instanceof Map<?, ?> map)) {
        return false;
      }
      for (Map.Entry<String, Object> key : keys.entrySet()) {
        if (!CanonicalJson.sameScalar(key.getValue(), map.get(key.getKey()))) {
          return false;
        }
      }
      return true;
    }
  }

  /** {@code v:<value>}: the element of a set that is this value. */
  record Value(Object value) implements PathElement {}

  /** {@code i:<index>}: the element of a list at this place, counted from 0. */
  record Index(int index) implements PathElement {}

  /**
   * Reads one key of a {@code FieldsV1} map.
   *
   * @throws IllegalArgumentException it is none of the four forms
   */
  static PathElement parse(String text) {
    if (text.startsWith("f:")) {
      return new Field(text.substring(2));
    }
    Object value = text.length() > 2 ? JsonReader.read(text.substring(2)) : "";
    if (text.startsWith("k:") && value instanceof Map<?, ?>) {
      return new Key(new TreeMap<>(Trees.map(Map.of("keys", value), "keys")));
    }
    if (text.startsWith("v:") && value != null) {
      return new Value(value);
    }
    if (text.startsWith("i:") && value instanceof Long index) {
      return new Index(Math.toIntExact(index));
    }
    throw new IllegalArgumentException("not a FieldsV1 path element: " + text);
  }

  /** The key of this step in a {@code FieldsV1} map: the inverse of {@link #parse}. */
  default String text() {
    return switch (this) {
      case Field(String name) -> "f:" + name;
      case Key(Map<String, Object> keys) -> "k:" + CanonicalJson.of(keys);
      case Value(Object value) -> "v:" + CanonicalJson.of(value);
      case Index(int index) -> "i:" + index;
    };
  }

  /** What stands at this step of a map or list; {@code null} when nothing does. */
  default @Nullable Object find(@Nullable Object parent) {
    return switch (this) {
      case Field(String name) -> parent instanceof Map<?, ?> map ? map.get(name) : null;
      case Index(int index) ->
          parent instanceof List<?> list && index < list.size() ? list.get(index) : null;
      case Key key -> parent instanceof List<?> list ? first(list, key::matches) : null;
      case Value(Object value) ->
          parent instanceof List<?> list
              ? first(list, element -> CanonicalJson.sameScalar(value, element))
              : null;
    };
  }

  private static @Nullable Object first(List<?> list, Predicate<@Nullable Object> wanted) {
    for (Object element : list) {
      if (wanted.test(element)) {
        return element;
      }
    }
    return null;
  }

  /**
   * The path of this step below a parent, for people: {@code
   * spec.template.spec.containers[name=web].image}, {@code metadata.labels["example.com/tier"]}.
   */
  default String below(String parent) {
    return switch (this) {
      case Field(String name) when plain(name) -> parent.isEmpty() ? name : parent + "." + name;
      case Field(String name) -> parent + "[" + CanonicalJson.of(name) + "]";
      case Index(int index) -> parent + "[" + index + "]";
      case Value(Object value) -> parent + "[" + CanonicalJson.of(value) + "]";
      case Key(Map<String, Object> keys) -> {
        StringBuilder path = new StringBuilder(parent);
        char separator = '[';
        for (Map.Entry<String, Object> key : keys.entrySet()) {
          path.append(separator).append(key.getKey()).append('=').append(key.getValue());
          separator = ',';
        }
        yield path.append(']').toString();
      }
    };
  }

  private static boolean plain(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
