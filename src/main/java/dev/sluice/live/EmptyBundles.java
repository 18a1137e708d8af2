package dev.sluice.live;

import dev.sluice.model.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops a {@code caBundle} that holds nothing. Charts write one to show where a certificate belongs
 * that a controller injects; applied as it stands it would wipe that certificate.
 */
final class EmptyBundles {

  private static final String BUNDLE = "caBundle";

  /** Of a CustomResourceDefinition: it may speak of such a field, but holds none. */
  private static final String SCHEMA = "schema";

  /** Nothing, and the base64 of a line break. */
  private static final Set<String> NOTHING = Set.of("", "Cg==", "Cgo=");

  private static final Set<String> KINDS =
      Set.of(
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration",
          "CustomResourceDefinition",
          "APIService");

  private EmptyBundles() {}

  /** The manifest without them. */
  static Manifest without(Manifest manifest) {
    if (!KINDS.contains(manifest.kind().kind())) {
      return manifest;
    }
    Map<String, Object> content = map(manifest.content());
    return content.equals(manifest.content()) ? manifest : manifest.withContent(content);
  }

  private static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      boolean empty = key.equals(BUNDLE) && value instanceof String text && NOTHING.contains(text);
      if (!empty) {
        result.put((String) key, key.equals(SCHEMA) ? value : value(value));
      }
    });
    return result;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map(map);
      case List<?> list -> {
        List<Object> result = new ArrayList<>(list.size());
        list.forEach(element -> result.add(value(element)));
        yield result;
      }
      case null, default -> value;
    };
  }
}
