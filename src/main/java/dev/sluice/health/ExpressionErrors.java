package dev.sluice.health;

import dev.cel.common.CelException;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with an expression, in one line for people. */
public final class ExpressionErrors {

  private static final Pattern PLACE = Pattern.compile("^evaluation error( at <input>:\\d+)?: ");

  private ExpressionErrors() {}

  /** Why a text cannot be the condition of a rule; empty where it can. */
  public static Optional<String> inCondition(String text) {
    return problem(() -> Expressions.condition(text));
  }

  /** Why a text cannot be the message of a rule; empty where it can. */
  public static Optional<String> inMessage(String text) {
    return problem(() -> Expressions.message(text));
  }

  static String of(CelException problem) {
    if (problem instanceof CelValidationException invalid) {
      String lines =
          invalid.getErrors().stream()
              .map(ExpressionErrors::line)
              .collect(Collectors.joining("; "));
      if (!lines.isEmpty()) {
        return lines;
      }
    }
    return PLACE.matcher(String.valueOf(problem.getMessage())).replaceFirst("").strip();
  }

  private static String line(CelIssue issue) {
    return "at character %d: %s"
        .formatted(issue.getSourceLocation().getColumn() + 1, issue.getMessage());
  }

  private static Optional<String> problem(Compiling compiling) {
    try {
      compiling.compile();
      return Optional.empty();
    } catch (CelValidationException invalid) {
      return Optional.of(of(invalid));
    }
  }

  @FunctionalInterface
  private interface Compiling {
    Object compile() throws CelValidationException;
  }
}
