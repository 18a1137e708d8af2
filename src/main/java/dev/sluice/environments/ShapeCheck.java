package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.CountOrPercentage;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.Later;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import dev.sluice.yaml.Similar;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlNode.Mapping;
import dev.sluice.yaml.YamlNode.Scalar;
import dev.sluice.yaml.YamlNode.Sequence;
import java.util.List;

/** Holds one document against its shape and names every mistake, not only the first. */
final class ShapeCheck {

  private final Complaints complaints;
  private final Values values = new Values();

  ShapeCheck(Complaints complaints) {
    this.complaints = complaints;
  }

  /** The values found; only meaningful where there was nothing to complain about. */
  Values check(YamlNode document, Fields root) {
    fields("", document.line(), document, root);
    return values;
  }

  private void value(String path, int line, YamlNode node, Shape shape) {
    switch (shape) {
      case Constant constant -> constant(path, line, node, constant);
      case Text text -> text(path, line, node, text);
      case Flag flag -> flag(path, line, node);
      case CountOrPercentage amount -> amount(path, line, node, amount);
      case ListOf list -> list(path, line, node, list);
      case Fields fields -> fields(path, line, node, fields);
      case Later later ->
          complaints.unsupported(
              line,
              path,
              "comes with " + later.comesWith() + " and is not in this release",
              "Take the field out until then: it is refused rather than ignored");
    }
  }

  private void fields(String path, int line, YamlNode node, Fields shape) {
    if (!(node instanceof Mapping mapping)) {
      wrongType(
          path, line, node, "a mapping with the fields " + String.join(", ", shape.supported()));
      return;
    }
    for (YamlNode.Entry entry : mapping.entries()) {
      String below = path.isEmpty() ? entry.key() : path + "." + entry.key();
      shape.fields().stream()
          .filter(field -> field.name().equals(entry.key()))
          .findFirst()
          .ifPresentOrElse(
              field -> value(below, entry.line(), entry.value(), field.shape()),
              () -> unknown(below, entry, shape));
    }
    for (Field field : shape.fields()) {
      if (field.presence() == Presence.REQUIRED && mapping.find(field.name()).isEmpty()) {
        missing(path.isEmpty() ? field.name() : path + "." + field.name(), line, field);
      }
    }
    if (shape.choice() == Choice.EXACTLY_ONE) {
      exactlyOne(path, line, mapping, shape);
    }
    if (shape.choice() == Choice.A_LIST && noList(mapping, shape)) {
      complaints.add(
          line,
          path,
          "names nothing",
          "Add " + String.join(" or ", shape.lists()) + " with at least one element");
    }
  }

  private static boolean noList(Mapping mapping, Fields shape) {
    return shape.lists().stream()
        .flatMap(name -> mapping.find(name).stream())
        .allMatch(
            entry -> entry.value() instanceof Sequence sequence && sequence.elements().isEmpty());
  }

  private void exactlyOne(String path, int line, Mapping mapping, Fields shape) {
    List<String> present =
        mapping.entries().stream()
            .map(YamlNode.Entry::key)
            .filter(shape.names()::contains)
            .toList();
    if (present.isEmpty() && mapping.entries().isEmpty()) {
      complaints.add(
          line,
          path,
          "is empty",
          "Name what it follows: " + String.join(" or ", shape.supported()));
    } else if (present.size() > 1) {
      complaints.add(
          line, path, "holds " + String.join(" and ", present), "Keep exactly one of them");
    }
  }

  private void unknown(String path, YamlNode.Entry entry, Fields shape) {
    complaints.add(
        entry.line(),
        path,
        "unknown field",
        Similar.to(entry.key(), shape.names())
            .map(near -> "Did you mean " + near + "?")
            .orElse("Known here: " + String.join(", ", shape.supported())));
  }

  private void missing(String path, int line, Field field) {
    complaints.add(line, path, "is required and missing", "Add it: " + lowerFirst(field.meaning()));
  }

  private void constant(String path, int line, YamlNode node, Constant shape) {
    if (!(node instanceof Scalar scalar) || !scalar.text().equals(shape.value())) {
      wrongType(path, line, node, shape.value());
    }
  }

  private void text(String path, int line, YamlNode node, Text shape) {
    if (!(node instanceof Scalar scalar) || scalar.isNull()) {
      wrongType(path, line, node, "a text such as " + shape.examples().getFirst());
    } else if (scalar.isBoolean() || scalar.isNumber()) {
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

  private void flag(String path, int line, YamlNode node) {
    if (node instanceof Scalar scalar && scalar.isBoolean()) {
      values.put(path, line, scalar.text());
    } else {
      wrongType(path, line, node, "true or false");
    }
  }

  private void amount(String path, int line, YamlNode node, CountOrPercentage shape) {
    String expected = "a count from 0 to %d or a percentage from 0%% to 100%%";
    if (node instanceof Scalar scalar && inRange(scalar.text(), shape.largest())) {
      values.put(path, line, scalar.text());
    } else {
      wrongType(path, line, node, expected.formatted(shape.largest()));
    }
  }

  private static boolean inRange(String text, int largest) {
    return text.matches("[0-9]{1,6}%?")
        && (text.endsWith("%")
            ? Integer.parseInt(text.substring(0, text.length() - 1)) <= 100
            : Integer.parseInt(text) <= largest);
  }

  private void list(String path, int line, YamlNode node, ListOf shape) {
    if (!(node instanceof Sequence sequence)) {
      wrongType(path, line, node, "a list of " + shape.meaning());
      return;
    }
    values.listed(path, line, sequence.elements().size());
    for (int i = 0; i < sequence.elements().size(); i++) {
      YamlNode element = sequence.elements().get(i);
      value(Values.element(path, i), element.line(), element, shape.of());
    }
  }

  private void wrongType(String path, int line, YamlNode node, String expected) {
    complaints.add(line, path, "expected " + expected + ", found " + node.describe(), "");
  }

  private static String lowerFirst(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
  }
}
