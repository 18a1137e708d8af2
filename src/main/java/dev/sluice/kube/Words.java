package dev.sluice.kube;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Between the constants of an enum and their words in a resource.
 *
 * @param field name of the field, for messages
 * @param values the constants
 * @param naming the word of each
 */
record Words<E extends Enum<E>>(String field, E[] values, Function<E, String> naming) {

  /** The names of the constants in lower case, as people write them. */
  static <E extends Enum<E>> Words<E> lowerCase(String field, E[] values) {
    return new Words<>(field, values, value -> value.name().toLowerCase(Locale.ROOT));
  }

  String word(E value) {
    return naming.apply(value);
  }

  /**
   * The constant with this word.
   *
   * @throws IllegalArgumentException when there is none
   */
  E of(@Nullable String word) {
    return Arrays.stream(values)
        .filter(value -> word(value).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s: %s is none of %s"
                    .formatted(
                        field,
                        word == null ? "nothing" : "'" + word + "'",
                        Arrays.stream(values).map(this::word).collect(Collectors.joining(", ")))));
  }

  /** A text that may be left out. */
  static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** The same the other way round: what is empty is left out. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * A text that may not.
   *
   * @throws IllegalArgumentException when it is
   */
  static String given(String field, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return text;
  }

  /**
   * A time.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Instant time(String field, @Nullable String text) {
    try {
      return Instant.parse(given(field, text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s: '%s' is no time such as 2026-03-04T05:06:07Z".formatted(field, text), e);
    }
  }
}
