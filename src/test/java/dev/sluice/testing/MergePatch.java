package dev.sluice.testing;

import dev.sluice.model.Trees;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says in a few lines how one example differs from another. */
public final class MergePatch {

  private MergePatch() {}

  /** Maps are merged, {@code null} takes a field away, everything else is replaced. */
  public static Map<String, Object> merged(Map<String, Object> base, Map<String, Object> change) {
    Map<String, Object> result = new LinkedHashMap<>(base);
    change.forEach((key, value) -> {
      if (value == null) {
        result.remove(key);
      } else if (value instanceof Map<?, ?> && base.get(key) instanceof Map<?, ?>) {
        result.put(key, merged(Trees.map(base, key), Trees.map(change, key)));
      } else {
        result.put(key, value);
      }
    });
    return result;
  }
}
