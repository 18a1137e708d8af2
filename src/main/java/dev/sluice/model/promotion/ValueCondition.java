package dev.sluice.model.promotion;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on a measured value, such as {@code value < 0.01} or {@code value >= 1 && value < 5}.
 *
 * @param anyOf alternatives ({@code ||}); each holds when all of its comparisons do ({@code &&})
 */
public record ValueCondition(List<List<Comparison>> anyOf) {

  private static final Pattern COMPARISON =
      Pattern.compile(
          "value\\s*(?<operator><=|>=|==|!=|<|>)\\s*"
              + "(?<number>[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)");

  /** How two numbers compare. */
  public enum Operator {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
      return sign;
    }
  }

  /** The value compared with a number. */
  public record Comparison(Operator operator, double number) {

    boolean holds(double value) {
      return switch (operator) {
        case LESS -> value < number;
        case LESS_OR_EQUAL -> value <= number;
        case GREATER -> value > number;
        case GREATER_OR_EQUAL -> value >= number;
        case EQUAL -> value == number;
        case NOT_EQUAL -> value != number;
      };
    }
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong, for people
   */
  public static ValueCondition parse(String text) {
    return new ValueCondition(
        Arrays.stream(text.split("\\|\\|", -1))
            .map(all ->
                Arrays.stream(all.split("&&", -1)).map(one -> comparison(one.strip())).toList())
            .toList());
  }

  /** Whether it holds. Nothing holds of what is not a number. */
  public boolean test(double value) {
    return !Double.isNaN(value)
        && anyOf.stream().anyMatch(all -> all.stream().allMatch(one -> one.holds(value)));
  }

  private static Comparison comparison(String text) {
    Matcher matcher = COMPARISON.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s is no comparison of value with a number; <, <=, >, >=, == and != compare, && and ||"
                  .formatted(text.isEmpty() ? "\"\"" : text)
              + " join");
    }
    Operator operator =
        Arrays.stream(Operator.values())
            .filter(one -> one.sign().equals(matcher.group("operator")))
            .findFirst()
            .orElseThrow();
    return new Comparison(operator, Double.parseDouble(matcher.group("number")));
  }
}
