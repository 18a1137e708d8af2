package dev.sluice.diff;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.ApiKind;
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
