package dev.sluice.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field as API servers write it: {@code spec.ports[0].port}, {@code
 * metadata.labels[app.kubernetes .io/name]}, {@code .spec.containers[name="web"].image}.
 */
final class FieldPath {

  private static final Pattern TOKEN = Pattern.compile("\\[([^\\]]*)]|([^.\\[\\]]+)");
  private static final Pattern SELECTOR = Pattern.compile("([A-Za-z0-9]+)=\"?([^\",]*)\"?.*");

  private FieldPath() {}

  /** One step down. */
  @FunctionalInterface
  interface Step {

    /** What stands there; empty when nothing does. */
    Optional<Found> in(YamlNode node);
  }

  /**
   * Where a step led.
   *
   * @param line the line of the key or element
   * @param value the value there
   */
  record Found(int line, YamlNode value) {}

  static List<Step> parse(String field) {
    List<Step> steps = new ArrayList<>();
    Matcher tokens = TOKEN.matcher(field);
    while (tokens.find()) {
      String bracket = tokens.group(1);
      steps.add(bracket == null ? key(tokens.group(2)) : inBrackets(bracket));
    }
    return steps;
  }

  private static Step inBrackets(String text) {
    Matcher selector = SELECTOR.matcher(text);
    if (selector.matches()) {
      return element(selector.group(1), selector.group(2));
    }
    return text.matches("[0-9]{1,6}") ? element(Integer.parseInt(text)) : key(text);
  }

  private static Step key(String key) {
    return node ->
        node instanceof YamlNode.Mapping mapping
            ? mapping.find(key).map(entry -> new Found(entry.line(), entry.value()))
            : Optional.empty();
  }

  private static Step element(int index) {
    return node ->
        node instanceof YamlNode.Sequence sequence && index < sequence.elements().size()
            ? Optional.of(sequence.elements().get(index)).map(FieldPath::found)
            : Optional.empty();
  }

  private static Step element(String key, String value) {
    return node ->
        node instanceof YamlNode.Sequence sequence
            ? sequence.elements().stream()
                .filter(element -> has(element, key, value))
                .findFirst()
                .map(FieldPath::found)
            : Optional.empty();
  }

  private static boolean has(YamlNode element, String key, String value) {
    return element instanceof YamlNode.Mapping mapping
        && mapping
            .find(key)
            .filter(entry ->
                entry.value() instanceof YamlNode.Scalar scalar && scalar.text().equals(value))
            .isPresent();
  }

  private static Found found(YamlNode node) {
    return new Found(node.line(), node);
  }
}
