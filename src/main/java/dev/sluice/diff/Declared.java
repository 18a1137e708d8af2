package dev.sluice.diff;

import dev.sluice.fields.FieldSet;
import dev.sluice.fields.PathElement;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The second best answer to what an apply would change, for where the API server could not be
 * asked: what Git declares against what stands there, and what we own that Git declares no more. It
 * knows nothing of defaults and of how the server writes a value.
 */
final class Declared {

  private Declared() {}

  static List<FieldChange> changes(LiveObject live, Map<String, Object> desired) {
    Map<String, Object> wanted = Comparison.declarable(desired);
    return Comparison.between(live, relevant(live, wanted), wanted);
  }

  /** What of a live object Git declares, or we own. */
  static Map<String, Object> relevant(LiveObject live, Map<String, Object> wanted) {
    FieldSet ours = FieldOwners.applied(live);
    Map<String, Object> relevant = new LinkedHashMap<>();
    live.content()
        .forEach((field, value) -> {
          FieldSet owned = ours.child(new PathElement.Field(field));
          Object part = part(value, wanted.get(field), owned);
          if (part != null) {
            relevant.put(field, part);
          }
        });
    return relevant;
  }

  /** The part of a live value that Git declares or we own; null when it is neither. */
  private static @Nullable Object part(
      @Nullable Object value, @Nullable Object wanted, @Nullable FieldSet owned) {
    boolean whole = owned != null && owned.leaf();
    if (wanted == null && owned == null) {
      return null;
    }
    if (value instanceof Map<?, ?> map && !whole && (wanted == null || wanted instanceof Map)) {
      return map(map, wanted, owned);
    }
    if (value instanceof List<?> list && !whole && (wanted == null || wanted instanceof List)) {
      return list(list, wanted == null ? List.of() : (List<?>) wanted, owned);
    }
    return value;
  }

  private static @Nullable Object map(
      Map<?, ?> map, @Nullable Object wanted, @Nullable FieldSet owned) {
    Map<String, Object> parent = Trees.map(wanted == null ? Map.of() : Map.of("it", wanted), "it");
    Map<String, Object> parts = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      String name = (String) key;
      FieldSet below = owned == null ? null : owned.child(new PathElement.Field(name));
      Object part = part(value, parent.get(name), below);
      if (part != null) {
        parts.put(name, part);
      }
    });
    return parts.isEmpty() && wanted == null ? null : parts;
  }

  private static List<Object> list(List<?> list, List<?> wanted, @Nullable FieldSet owned) {
    FieldSet known = owned == null ? FieldSet.EMPTY : owned;
    ListKeys.Keyed keyed = ListKeys.of(list, wanted, known);
    List<Object> parts = new ArrayList<>();
    keyed
        .before()
        .forEach((key, value) -> {
          // Without ownership by place, every element of a list that Git declares counts.
          boolean byPlace = key instanceof PathElement.Index;
          Object part =
              byPlace && !keyed.after().containsKey(key)
                  ? value
                  : part(value, keyed.after().get(key), known.child(key));
          if (part != null) {
            parts.add(part);
          }
        });
    return parts;
  }
}
