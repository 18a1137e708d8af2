package dev.sluice.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a field of an object: a JSON pointer (RFC 6901) in which the elements of a list are named
 * by their keys instead of their place, which another writer may change.
 *
 * <p>{@code /spec/replicas}; {@code /spec/template/spec/containers[name=web]/env[name=MODE]};
 * {@code /spec/ports[port=80,protocol=TCP]/nodePort}; {@code /webhooks[*]/failurePolicy} for every
 * element; {@code /metadata/finalizers[=example.com/guard]} for an element that is that very value.
 * In names, {@code ~1} stands for a slash and {@code ~0} for a tilde; a value in double quotes is a
 * text, whatever it looks like, and may hold any character.
 *
 * @param text as it was written
 * @param steps from the root of the object, never empty
 */
public record FieldPointer(String text, List<Step> steps) {

  private static final String VALUE = "\"(?:[^\"\\\\]|\\\\.)*\"|[^\"\\],\\s][^\\],]*";
  private static final String KEY = "[A-Za-z0-9_.$/-]+=(?:" + VALUE + ")";

  /** What a pointer looks like; within the syntax that JSON Schema shares. */
  public static final Pattern SYNTAX =
      Pattern.compile(
          "^(?=.{1,1000}$)(?!/(apiVersion|kind|status|metadata)(/(name|namespace|generateName|managedFields"
              + "|labels|labels/sluice.dev~1target))?$)"
              + "(?!.*/[0-9]+([/\\[]|$))"
              + "(/([^/~\\[\\]]|~[01])+(\\[(\\*|=(?:"
              + VALUE
              + ")|"
              + KEY
              + "(,"
              + KEY
              + ")*)\\])*)+$");

  private static final Pattern PART =
      Pattern.compile(
          "/((?:[^/~\\[\\]]|~[01])+)|\\[(\\*)]|\\[=("
              + VALUE
              + ")]|\\[("
              + KEY
              + "(?:,"
              + KEY
              + ")*)]");
  private static final Pattern ONE_KEY = Pattern.compile("([^=,]+)=(" + VALUE + ")(?:,|$)");

  /** One step on the way. */
  public sealed interface Step {

    /** A field of a map. */
    record Field(String name) implements Step {}

    /** The elements of a list of maps that have these values. */
    record Keyed(Map<String, Literal> keys) implements Step {

      /** Whether an element is meant. */
      public boolean selects(@Nullable Object element) {
        return element instanceof Map<?, ?> map
            && keys.entrySet().stream()
                .allMatch(key -> key.getValue().equalsScalar(map.get(key.getKey())));
      }
    }

    /** The element of a list of scalars that is this value. */
    record Item(Literal value) implements Step {}

    /** Every element of a list. */
    record Every() implements Step {}
  }

  /**
   * A value as it was written.
   *
   * @param text its characters, quotes resolved
   * @param quoted whether it can only be a text
   */
  public record Literal(String text, boolean quoted) {

    /** Whether a scalar of an object is this value. */
    public boolean equalsScalar(@Nullable Object scalar) {
      return switch (scalar) {
        case null -> false;
        case String string -> string.equals(text);
        case Number number -> !quoted && number.toString().equals(text);
        case Boolean flag -> !quoted && flag.toString().equals(text);
        default -> false;
      };
    }

    private static Literal of(String written) {
      return written.startsWith("\"")
          ? new Literal(
              written.substring(1, written.length() - 1).replaceAll("\\\\(.)", "$1"), true)
          : new Literal(written, false);
    }
  }

  /**
   * Reads a pointer.
   *
   * @throws IllegalArgumentException it does not match {@link #SYNTAX}
   */
  public static FieldPointer parse(String text) {
    if (!SYNTAX.matcher(text).find()) {
      throw new IllegalArgumentException("not a field pointer: " + text);
    }
    List<Step> steps = new ArrayList<>();
    Matcher part = PART.matcher(text);
    while (part.find()) {
      steps.add(step(part));
    }
    return new FieldPointer(text, List.copyOf(steps));
  }

  private static Step step(Matcher part) {
    if (part.group(1) != null) {
      return new Step.Field(part.group(1).replace("~1", "/").replace("~0", "~"));
    }
    if (part.group(2) != null) {
      return new Step.Every();
    }
    if (part.group(3) != null) {
      return new Step.Item(Literal.of(part.group(3)));
    }
    Map<String, Literal> keys = new LinkedHashMap<>();
    Matcher key = ONE_KEY.matcher(part.group(4));
    while (key.find()) {
      keys.put(key.group(1), Literal.of(key.group(2)));
    }
    return new Step.Keyed(keys);
  }

  @Override
  public String toString() {
    return text;
  }
}
