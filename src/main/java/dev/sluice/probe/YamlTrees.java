package dev.sluice.probe;

import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file of objects that people wrote, as trees. */
final class YamlTrees {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(1 << 20, 100);

  private YamlTrees() {}

  /** The mappings among its documents, in order. */
  static List<Map<String, Object>> read(byte[] content) throws YamlProblem {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (YamlNode document : YamlDocuments.read(content, LIMITS)) {
      if (document instanceof YamlNode.Mapping mapping) {
        objects.add(map(mapping));
      }
    }
    return objects;
  }

  private static @Nullable Object value(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> map(mapping);
      case YamlNode.Sequence sequence -> {
        List<@Nullable Object> list = new ArrayList<>();
        sequence.elements().forEach(element -> list.add(value(element)));
        yield list;
      }
      case YamlNode.Scalar scalar when scalar.quoted() -> scalar.text();
      case YamlNode.Scalar scalar when scalar.isNull() -> null;
      case YamlNode.Scalar scalar when scalar.isBoolean() ->
          Boolean.valueOf(scalar.text().equalsIgnoreCase("true"));
      case YamlNode.Scalar scalar when scalar.isNumber() -> number(scalar.text());
      case YamlNode.Scalar scalar -> scalar.text();
    };
  }

  private static Map<String, Object> map(YamlNode.Mapping mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(entry -> {
          Object value = value(entry.value());
          if (value != null) { // what is null is not there
            map.put(entry.key(), value);
          }
        });
    return map;
  }

  private static Number number(String text) {
    if (text.matches("0[0-7]{1,10}")) {
      return Long.valueOf(text, 8); // as every tool of Kubernetes reads the mode of a file
    }
    return text.matches("-?[0-9]{1,18}") ? (Number) Long.valueOf(text) : new BigDecimal(text);
  }
}
