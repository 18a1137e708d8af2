package dev.sluice.fields;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.FieldPointer.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which owned paths a pointer names. */
final class Selection {

  private Selection() {}

  /**
   * The part of a set that a pointer names, all that is below it included.
   *
   * @param value the object that the set belongs to
   */
  static FieldSet of(FieldSet set, FieldPointer pointer, @Nullable Object value) {
    return of(set, pointer.steps(), value);
  }

  private static FieldSet of(FieldSet set, List<Step> steps, @Nullable Object value) {
    if (steps.isEmpty()) {
      return set;
    }
    List<Step> rest = steps.subList(1, steps.size());
    Map<PathElement, FieldSet> selected = new LinkedHashMap<>();
    set.children()
        .forEach((element, below) -> {
          Object there = element.find(value);
          if (selects(steps.getFirst(), element, there)) {
            FieldSet part = of(below, rest, there);
            if (!part.isEmpty()) {
              selected.put(element, part);
            }
          }
        });
    return new FieldSet(false, selected);
  }

  private static boolean selects(Step step, PathElement element, @Nullable Object value) {
    return switch (element) {
      case PathElement.Field(String name) ->
          step instanceof Step.Field(String wanted) && wanted.equals(name);
      case PathElement.Key(Map<String, Object> keys) ->
          selects(step, keys) || (value != null && selects(step, value));
      case PathElement.Value(Object scalar) -> selects(step, scalar);
      case PathElement.Index ignored -> value != null && selects(step, value);
    };
  }

  /** Whether a step means an element of a list. */
  static boolean selects(Step step, @Nullable Object element) {
    return switch (step) {
      case Step.Field ignored -> false;
      case Step.Keyed keyed -> keyed.selects(element);
      case Step.Item(FieldPointer.Literal value) -> value.equalsScalar(element);
      case Step.Every ignored -> true;
    };
  }

  /**
   * A regular expression for the paths that a pointer names, written as {@link PathElement#below}
   * writes them, and for all below them.
   */
  static String expression(FieldPointer pointer) {
    StringBuilder expression = new StringBuilder();
    boolean root = true;
    for (Step step : pointer.steps()) {
      expression.append(
          switch (step) {
            case Step.Field(String name) ->
                quote(new PathElement.Field(name).below(root ? "" : "x").substring(root ? 0 : 1));
            case Step.Keyed(Map<String, FieldPointer.Literal> keys) ->
                keys.entrySet().stream()
                        .map(key ->
                            "(?=\\[(?:[^\\]]*,)?"
                                + quote(key.getKey() + "=" + key.getValue().text())
                                + "[,\\]])")
                        .collect(Collectors.joining())
                    + "\\[[^\\]]*\\]";
            case Step.Item(FieldPointer.Literal value) -> "\\[\"?" + quote(value.text()) + "\"?\\]";
            case Step.Every ignored -> "\\[[^\\]]*\\]";
          });
      root = false;
    }
    return expression.append("([.\\[].*)?").toString();
  }

  private static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }
}
