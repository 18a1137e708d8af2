package dev.sluice.health;

import dev.sluice.model.LiveObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the expressions of rules see of an object: numbers as CEL has them, without the field
 * managers, and without the values of a Secret, because a message could repeat them.
 */
final class RuleInput {

  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private RuleInput() {}

  static Map<String, Object> of(LiveObject object) {
    Map<String, Object> content = new LinkedHashMap<>(object.content());
    if (object.key().group().isEmpty() && object.key().kind().equals("Secret")) {
      content.remove("data");
      content.remove("stringData");
    }
    content.put("metadata", metadata(object.metadata()));
    return map(content);
  }

  private static Map<String, Object> metadata(Map<String, Object> whole) {
    Map<String, Object> metadata = new LinkedHashMap<>(whole);
    metadata.remove("managedFields");
    if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
      Map<Object, Object> shown = new LinkedHashMap<>(annotations);
      shown.remove(APPLIED);
      metadata.put("annotations", shown);
    }
    return metadata;
  }

  private static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      // A field that is null is a field that is not there.
      if (value != null) {
        copy.put(String.valueOf(key), value(value));
      }
    });
    return copy;
  }

  private static Object value(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      case Integer number -> number.longValue();
      case BigInteger number -> number.bitLength() < 64 ? number.longValue() : number.doubleValue();
      case BigDecimal number -> number.doubleValue();
      default -> value;
    };
  }

  private static List<Object> list(List<?> list) {
    List<Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      if (element != null) {
        copy.add(value(element));
      }
    }
    return copy;
  }
}
