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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schemas of our files, from the same tables that the parsers use. */
public final class Schemas {

  private Schemas() {}

  /**
   * The schema of an environment file as a JSON-like tree, in reading order. Fields of later
   * releases are not in it.
   */
  public static Map<String, Object> environment() {
    return schema("Sluice environment", EnvironmentShape.ROOT);
  }

  /** The schema of an application's settings, likewise. */
  public static Map<String, Object> application() {
    return schema("Sluice application", ApplicationShape.ROOT);
  }

  /** The schema of a file of health rules, likewise. */
  public static Map<String, Object> healthRules() {
    return schema("Sluice health rules", HealthShape.ROOT);
  }

  private static Map<String, Object> schema(String title, Fields root) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(object(root));
    return schema;
  }

  private static Map<String, Object> object(Fields shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : shape.fields()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", field.meaning());
      property.putAll(of(field.shape()));
      properties.put(field.name(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    List<String> required =
        shape.fields().stream()
            .filter(field -> field.presence() == Presence.REQUIRED)
            .map(Field::name)
            .toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (shape.choice() == Choice.EXACTLY_ONE) {
      exactlyOne(schema, shape);
    }
    if (shape.choice() == Choice.A_LIST) {
      schema.put(
          "anyOf",
          shape.lists().stream()
              .map(name ->
                  map(
                      "required",
                      List.of(name),
                      "properties",
                      map(name, map("type", "array", "minItems", 1))))
              .toList());
    }
    schema.put("properties", properties);
    return schema;
  }

  private static void exactlyOne(Map<String, Object> schema, Fields shape) {
    if (shape.alternatives().equals(shape.names())) {
      schema.put("minProperties", 1);
      schema.put("maxProperties", 1);
    } else {
      schema.put(
          "oneOf",
          shape.alternatives().stream().map(name -> map("required", List.of(name))).toList());
    }
  }

  private static Map<String, Object> of(Shape shape) {
    return switch (shape) {
      case Constant constant -> map("const", constant.value());
      case Text text ->
          map("type", "string", "pattern", text.pattern().pattern(), "examples", text.examples());
      case Flag flag -> map("type", "boolean", "default", flag.ifAbsent());
      case CountOrPercentage amount ->
          map(
              "default",
              Integer.parseInt(amount.ifAbsent()),
              "oneOf",
              List.of(
                  map("type", "integer", "minimum", 0, "maximum", amount.largest()),
                  map("type", "string", "pattern", "^([0-9]{1,2}|100)%$")));
      case Count count -> count(count);
      case ListOf list -> map("type", "array", "items", of(list.of()));
      case OneOrMore more -> map("oneOf", List.of(of(more.list().of()), of(more.list())));
      case MapOf map ->
          map(
              "type",
              "object",
              "propertyNames",
              map("pattern", map.key().pattern().pattern()),
              "additionalProperties",
              of(map.value()));
      case Brief brief -> map("oneOf", List.of(of(brief.shortShape()), object(brief.full())));
      case Fields fields -> object(fields);
    };
  }

  private static Map<String, Object> count(Count shape) {
    Map<String, Object> count =
        map("type", "integer", "minimum", shape.smallest(), "maximum", shape.largest());
    if (shape.ifAbsent() >= shape.smallest()) {
      count.put("default", shape.ifAbsent());
    }
    return count;
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
