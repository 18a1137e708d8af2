package dev.sluice.environments;

import dev.sluice.environments.Shape.Brief;
import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.Count;
import dev.sluice.environments.Shape.CountOrPercentage;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.MapOf;
import dev.sluice.environments.Shape.OneOrMore;
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
  private final ScalarCheck scalars;

  ShapeCheck(Complaints complaints) {
    this.complaints = complaints;
    this.scalars = new ScalarCheck(complaints, values);
  }

  /** The values found; only meaningful where there was nothing to complain about. */
  Values check(YamlNode document, Fields root) {
    fields("", document.line(), document, root);
    return values;
  }

  private void value(String path, int line, YamlNode node, Shape shape) {
    switch (shape) {
      case Constant constant -> scalars.constant(path, line, node, constant);
      case Text text -> scalars.text(path, line, node, text);
      case Flag ignored -> scalars.flag(path, line, node);
      case Count count -> scalars.count(path, line, node, count);
      case CountOrPercentage amount -> scalars.amount(path, line, node, amount);
      case ListOf list -> list(path, line, node, list);
      case OneOrMore more -> oneOrMore(path, line, node, more.list());
      case MapOf map -> map(path, line, node, map);
      case Brief brief -> brief(path, line, node, brief);
      case Fields fields -> fields(path, line, node, fields);
    }
  }

  private void fields(String path, int line, YamlNode node, Fields shape) {
    if (!(node instanceof Mapping mapping)) {
      noMapping(path, line, node, shape);
      return;
    }
    values.mapped(path, line, mapping.entries().stream().map(YamlNode.Entry::key).toList());
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

  private void noMapping(String path, int line, YamlNode node, Fields shape) {
    boolean nothingIsNeeded =
        shape.choice() == Choice.ANY
            && shape.fields().stream().noneMatch(one -> one.presence() == Presence.REQUIRED);
    complaints.add(
        line,
        path,
        "expected a mapping with the fields %s, found %s"
            .formatted(String.join(", ", shape.names()), node.describe()),
        node instanceof Scalar scalar && scalar.isNull() && nothingIsNeeded
            ? "Write {} where the defaults will do"
            : "");
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
            .filter(shape.alternatives()::contains)
            .toList();
    boolean onlyKnown =
        mapping.entries().stream().map(YamlNode.Entry::key).allMatch(shape.names()::contains);
    if (present.isEmpty() && onlyKnown) {
      complaints.add(
          line,
          path,
          mapping.entries().isEmpty() ? "is empty" : "lacks what it is about",
          "Fill in one of " + String.join(", ", shape.alternatives()));
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
            .orElse("Known here: " + String.join(", ", shape.names())));
  }

  private void missing(String path, int line, Field field) {
    complaints.add(line, path, "is required and missing", "Add it: " + lowerFirst(field.meaning()));
  }

  private void list(String path, int line, YamlNode node, ListOf shape) {
    if (!(node instanceof Sequence sequence)) {
      complaints.wrongType(path, line, node, "a list of " + shape.meaning());
      return;
    }
    values.listed(path, line, sequence.elements().size());
    for (int i = 0; i < sequence.elements().size(); i++) {
      YamlNode element = sequence.elements().get(i);
      value(Values.element(path, i), element.line(), element, shape.of());
    }
  }

  private void oneOrMore(String path, int line, YamlNode node, ListOf shape) {
    if (node instanceof Sequence) {
      list(path, line, node, shape);
    } else {
      values.listed(path, line, 1);
      value(path, line, node, shape.of());
      values.only(path);
    }
  }

  private void map(String path, int line, YamlNode node, MapOf shape) {
    if (!(node instanceof Mapping mapping)) {
      complaints.wrongType(path, line, node, "a mapping of " + shape.meaning());
      return;
    }
    values.mapped(path, line, mapping.entries().stream().map(YamlNode.Entry::key).toList());
    for (YamlNode.Entry entry : mapping.entries()) {
      String below = Values.key(path, entry.key());
      if (shape.key().pattern().matcher(entry.key()).find()) {
        value(below, entry.line(), entry.value(), shape.value());
      } else {
        complaints.add(
            entry.line(),
            below,
            "the key must be " + shape.key().rule(),
            "For example: " + String.join(" or ", shape.key().examples()));
      }
    }
  }

  private void brief(String path, int line, YamlNode node, Brief shape) {
    if (node instanceof Mapping) {
      fields(path, line, node, shape.full());
    } else if (node instanceof Scalar scalar && scalar.isNull()) {
      noMapping(path, line, node, shape.full());
    } else {
      value(path, line, node, shape.shortShape());
      values.shortened(path, shape.field());
    }
  }

  private static String lowerFirst(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
  }
}
