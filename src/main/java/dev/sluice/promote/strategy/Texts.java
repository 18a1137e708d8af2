package dev.sluice.promote.strategy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of a tree. */
final class Texts {

  private Texts() {}

  static Stream<String> in(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      return map.values().stream().flatMap(Texts::in);
    }
    if (node instanceof List<?> list) {
      return list.stream().flatMap(Texts::in);
    }
    return node instanceof String text ? Stream.of(text) : Stream.empty();
  }
}
