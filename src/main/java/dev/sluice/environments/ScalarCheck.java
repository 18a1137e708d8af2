package dev.sluice.environments;

import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.Count;
import dev.sluice.environments.Shape.CountOrPercentage;
import dev.sluice.environments.Shape.Text;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlNode.Scalar;

/**
 * Holds single values against their shapes.
 *
 * @param complaints where mistakes go
 * @param values where the good ones go
 */
record ScalarCheck(Complaints complaints, Values values) {

  void constant(String path, int line, YamlNode node, Constant shape) {
    if (!(node instanceof Scalar scalar) || !scalar.text().equals(shape.value())) {
      complaints.wrongType(path, line, node, shape.value());
    }
  }

  void text(String path, int line, YamlNode node, Text shape) {
    if (!(node instanceof Scalar scalar) || scalar.isNull()) {
      complaints.wrongType(path, line, node, "a text such as " + shape.examples().getFirst());
    } else if ((scalar.isBoolean() || scalar.isNumber())
        && shape.pattern().matcher(scalar.text()).find()) {
      // Quoting is the remedy: what YAML reads as 1e3 or true, a person may have meant as a name.
      complaints.add(
          line,
          path,
          "expected a text, found " + scalar.describe(),
          "Put it in quotes: \"" + scalar.text() + "\"");
    } else if (!shape.pattern().matcher(scalar.text()).find()) {
      complaints.add(
          line,
          path,
          "must be " + shape.rule() + ", but is " + scalar.describe(),
          "For example: " + String.join(" or ", shape.examples()));
    } else {
      values.put(path, line, scalar.text());
    }
  }

  void flag(String path, int line, YamlNode node) {
    if (node instanceof Scalar scalar && scalar.isBoolean()) {
      values.put(path, line, scalar.text());
    } else {
      complaints.wrongType(path, line, node, "true or false");
    }
  }

  void count(String path, int line, YamlNode node, Count shape) {
    if (node instanceof Scalar scalar
        && !scalar.quoted()
        && scalar.text().matches("[0-9]{1,9}")
        && Integer.parseInt(scalar.text()) >= shape.smallest()
        && Integer.parseInt(scalar.text()) <= shape.largest()) {
      values.put(path, line, scalar.text());
    } else {
      complaints.wrongType(
          path,
          line,
          node,
          "a whole number from %d to %d".formatted(shape.smallest(), shape.largest()));
    }
  }

  void amount(String path, int line, YamlNode node, CountOrPercentage shape) {
    String expected = "a count from 0 to %d or a percentage from 0%% to 100%%";
    if (node instanceof Scalar scalar && inRange(scalar.text(), shape.largest())) {
      values.put(path, line, scalar.text());
    } else {
      complaints.wrongType(path, line, node, expected.formatted(shape.largest()));
    }
  }

  private static boolean inRange(String text, int largest) {
    return text.matches("[0-9]{1,6}%?")
        && (text.endsWith("%")
            ? Integer.parseInt(text.substring(0, text.length() - 1)) <= 100
            : Integer.parseInt(text) <= largest);
  }
}
