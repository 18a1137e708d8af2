package dev.sluice.diff;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into text without telling secrets: of a Secret's data only the keys are shown, and
 * <em>that</em> a value changes; the copy of a manifest that {@code kubectl apply} keeps in an
 * annotation is masked everywhere, for it may hold a Secret too.
 */
final class Masking {

  static final String MASK = "•••";
  static final String CHANGED = MASK + " (changed)";

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Set<String> SECRET_FIELDS = Set.of("data", "stringData");

  private final boolean secret;

  Masking(ApiKind kind) {
    this.secret = kind.group().isEmpty() && kind.kind().equals("Secret");
  }

  /** Whether what stands at a place is not shown. */
  boolean hides(Place place) {
    return place.field().equals(LAST_APPLIED)
        || (secret
            && !place.steps().isEmpty()
            && SECRET_FIELDS.contains(place.steps().getFirst().below("")));
  }

  /** The value for people: JSON; empty for none. */
  String text(Place place, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    return hides(place) ? MASK : CanonicalJson.of(withoutCopies(value));
  }

  /**
   * A whole object without its secrets.
   *
   * @param earlier the object it is compared with: a value that differs there is marked as changed
   */
  Map<String, Object> tree(Map<String, Object> object, Map<String, Object> earlier) {
    Map<String, Object> masked = new LinkedHashMap<>();
    object.forEach((field, value) -> {
      boolean hidden = secret && SECRET_FIELDS.contains(field);
      Object shown = hidden ? masked(value, Trees.map(earlier, field)) : withoutCopies(value);
      if (shown != null) {
        masked.put(field, shown);
      }
    });
    return masked;
  }

  private static Object masked(Object values, Map<String, Object> earlier) {
    if (!(values instanceof Map<?, ?> map)) {
      return MASK;
    }
    Map<String, Object> masked = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      Object before = earlier.get(String.valueOf(key));
      boolean changed = before != null && !before.equals(value);
      masked.put(String.valueOf(key), changed ? CHANGED : MASK);
    });
    return masked;
  }

  private static @Nullable Object withoutCopies(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> masked(map);
      case List<?> list -> {
        List<@Nullable Object> masked = new ArrayList<>(list.size());
        list.forEach(element -> masked.add(withoutCopies(element)));
        yield masked;
      }
      case null -> null;
      default -> value;
    };
  }

  private static Map<String, @Nullable Object> masked(Map<?, ?> map) {
    Map<String, @Nullable Object> masked = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((key, value) ->
        masked.put((String) key, LAST_APPLIED.equals(key) ? MASK : withoutCopies(value)));
    return masked;
  }
}
