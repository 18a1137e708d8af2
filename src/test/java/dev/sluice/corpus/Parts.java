package dev.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fields.CanonicalJson;
import java.util.List;
import java.util.Map;

/** Whether an object holds a part of one. */
final class Parts {

  private Parts() {}

  /** Maps may hold more than is expected; lists and values are compared whole. */
  static void assertHolds(Map<String, Object> part, Map<String, Object> whole) {
    holds("", part, whole);
  }

  private static void holds(String path, Object part, Object whole) {
    if (part instanceof Map<?, ?> expected && whole instanceof Map<?, ?> found) {
      expected.forEach((key, value) -> {
        String below = path + "." + key;
        if (value == null) {
          assertThat(found.containsKey(key)).as("%s is there: %s", below, found.get(key)).isFalse();
        } else {
          holds(below, value, found.get(key));
        }
      });
    } else if (part instanceof List<?> expected
        && whole instanceof List<?> found
        && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        holds(path + "[" + i + "]", expected.get(i), found.get(i));
      }
    } else {
      assertThat(CanonicalJson.of(whole)).as(path).isEqualTo(CanonicalJson.of(part));
    }
  }
}
