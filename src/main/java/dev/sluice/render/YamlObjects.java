package dev.sluice.render;

import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlProblem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the YAML that kustomize prints, and that only: it quotes every text that some reader could
 * take for something else, so what stands unquoted is text unless it plainly is a number, true,
 * false or null.
 */
final class YamlObjects {

  private static final int DEPTH = 1_000;

  private YamlObjects() {}

  /**
   * The objects, in order.
   *
   * @throws YamlProblem when a document is no mapping, or the text is no YAML
   */
  static List<Map<String, Object>> read(byte[] yaml) throws YamlProblem {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (YamlNode document :
        YamlDocuments.read(yaml, new YamlDocuments.Limits(Math.max(yaml.length, 1), DEPTH))) {
      if (document instanceof YamlNode.Mapping mapping) {
        objects.add(map(mapping));
      }
    }
    return objects;
  }

  @SuppressWarnings("NullAway") // trees hold null where JSON does
  private static Object value(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> map(mapping);
      case YamlNode.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        sequence.elements().forEach(element -> list.add(value(element)));
        yield list;
      }
      case YamlNode.Scalar scalar when scalar.quoted() -> scalar.text();
      case YamlNode.Scalar scalar when scalar.isNull() -> null;
      case YamlNode.Scalar scalar when scalar.isBoolean() -> scalar.text().equals("true");
      case YamlNode.Scalar scalar when scalar.isNumber() -> number(scalar.text());
      case YamlNode.Scalar scalar -> scalar.text();
    };
  }

  private static Map<String, Object> map(YamlNode.Mapping mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> map.put(entry.key(), value(entry.value())));
    return map;
  }

  private static Number number(String text) {
    if (!text.matches("-?[0-9]+")) {
      return new BigDecimal(text);
    }
    BigInteger whole = new BigInteger(text);
    return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
  }
}
