package dev.sluice.environments;

import java.util.List;
import java.util.regex.Pattern;

/** What a field may hold. Drives the parser and the published JSON Schema alike. */
sealed interface Shape {

  /** Exactly this text. */
  record Constant(String value) implements Shape {}

  /**
   * A text.
   *
   * @param pattern what it must match as a whole; within the syntax that JSON Schema shares
   * @param rule the pattern in words, after "must be"
   * @param examples good ones
   */
  record Text(Pattern pattern, String rule, List<String> examples) implements Shape {}

  /** True or false. */
  record Flag(boolean ifAbsent) implements Shape {}

  /**
   * A count, or a percentage such as {@code 10%}.
   *
   * @param largest the largest count
   * @param ifAbsent what holds where nothing is said
   */
  record CountOrPercentage(int largest, String ifAbsent) implements Shape {}

  /**
   * A whole number within these bounds, which are part of it.
   *
   * @param ifAbsent what holds where nothing is said; out of bounds where that depends
   */
  record Count(int smallest, int largest, int ifAbsent) implements Shape {}

  /**
   * A list.
   *
   * @param of what each element may hold
   * @param meaning what an element is, for people: {@code names of applications}
   */
  record ListOf(Shape of, String meaning) implements Shape {}

  /** A list, or its only element by itself. */
  record OneOrMore(ListOf list) implements Shape {}

  /**
   * A mapping whose keys the author chooses.
   *
   * @param key what a key may be
   * @param value what each key may hold
   * @param meaning what it maps, for people: {@code variables to rules}
   */
  record MapOf(Text key, Shape value, String meaning) implements Shape {}

  /**
   * A mapping that has a short form: what is no mapping stands for one of its fields.
   *
   * @param field the name of that field
   * @param full the mapping
   */
  record Brief(String field, Fields full) implements Shape {

    Shape shortShape() {
      return full.fields().stream()
          .filter(one -> one.name().equals(field))
          .findFirst()
          .orElseThrow()
          .shape();
    }
  }

  /** A mapping with these fields and no others. */
  record Fields(List<Field> fields, Choice choice) implements Shape {

    List<String> names() {
      return fields.stream().map(Field::name).toList();
    }

    /** The fields that are lists. */
    List<String> lists() {
      return fields.stream()
          .filter(field -> field.shape() instanceof ListOf)
          .map(Field::name)
          .toList();
    }

    /** The fields of which exactly one must be there. */
    List<String> alternatives() {
      return fields.stream()
          .filter(field -> field.presence() == Presence.ALTERNATIVE)
          .map(Field::name)
          .toList();
    }
  }

  /** How many fields of a mapping may be there. */
  enum Choice {
    ANY,
    /** Exactly one of the alternatives. */
    EXACTLY_ONE,
    /** At least one of the fields that are lists. */
    A_LIST
  }

  /**
   * A field.
   *
   * @param name its key
   * @param presence whether it must be there
   * @param shape what it may hold
   * @param meaning one sentence for people
   */
  record Field(String name, Presence presence, Shape shape, String meaning) {}

  /** Whether a field must be there. */
  enum Presence {
    REQUIRED,
    OPTIONAL,
    /** One of several, of which the mapping holds exactly one. */
    ALTERNATIVE
  }
}
