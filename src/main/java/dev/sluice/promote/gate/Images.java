package dev.sluice.promote.gate;

import dev.sluice.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the images of an object, whatever its kind: containers have the same shape everywhere. */
final class Images {

  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  private Images() {}

  static List<Rendered.Image> of(Manifest object) {
    List<Rendered.Image> found = new ArrayList<>();
    collect(object.content(), object.kind().kind() + " " + object.name(), found);
    return found;
  }

  private static void collect(Object node, String place, List<Rendered.Image> found) {
    switch (node) {
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            if (CONTAINERS.contains(String.valueOf(key)) && value instanceof List<?> list) {
              list.forEach(container -> add(container, "image", place, found));
            } else if ("volumes".equals(key) && value instanceof List<?> list) {
              list.stream()
                  .map(volume -> volume instanceof Map<?, ?> one ? one.get("image") : null)
                  .forEach(image -> add(image, "reference", place, found));
            } else if (value != null) {
              collect(value, place, found);
            }
          });
      case List<?> list ->
          list.forEach(element -> {
            if (element != null) {
              collect(element, place, found);
            }
          });
      default -> {} // a leaf
    }
  }

  private static void add(
      @Nullable Object holder, String field, String place, List<Rendered.Image> found) {
    if (holder instanceof Map<?, ?> map && map.get(field) instanceof String reference) {
      found.add(new Rendered.Image(reference, place));
    }
  }
}
