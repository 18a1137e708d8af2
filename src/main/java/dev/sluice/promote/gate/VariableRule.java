package dev.sluice.promote.gate;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rule that the value of a variable has to meet. */
final class VariableRule {

  private static final String MIN_LENGTH = "minLength:";
  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*(:[A-Za-z][A-Za-z0-9+.-]*)*://[^\\s/?#]+\\S*");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]+)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  /** A pattern from a repository is not let loose on more. */
  private static final int LONGEST = 4096;

  private VariableRule() {}

  /** What is wrong with a value, without the value; empty when it meets the rule. */
  static Optional<String> problem(String rule, String value) {
    if (value.isBlank()) {
      return Optional.of("is empty");
    }
    if (rule.equals("nonEmpty") || rule.equals("present")) {
      return Optional.empty();
    }
    if (value.length() > LONGEST && !rule.startsWith(MIN_LENGTH)) {
      return Optional.of("is too long to be checked against " + name(rule));
    }
    if (rule.equals("url")) {
      return unless(URL.matcher(value.strip()).matches(), "is no URL");
    }
    if (rule.equals("number")) {
      return unless(NUMBER.matcher(value.strip()).matches(), "is no number");
    }
    if (rule.startsWith(MIN_LENGTH)) {
      return minLength(rule, value);
    }
    if (rule.length() > 2 && rule.startsWith("/") && rule.endsWith("/")) {
      return matches(rule, value);
    }
    return Optional.of("cannot be checked: %s is no rule".formatted(rule));
  }

  /** A rule's name for people. */
  static String name(String rule) {
    return rule.startsWith("/") ? "the pattern " + rule : rule;
  }

  private static Optional<String> minLength(String rule, String value) {
    try {
      int least = Integer.parseInt(rule.substring(MIN_LENGTH.length()));
      return unless(
          value.codePointCount(0, value.length()) >= least,
          "is shorter than %d characters".formatted(least));
    } catch (NumberFormatException e) {
      return Optional.of("cannot be checked: %s is no rule".formatted(rule));
    }
  }

  private static Optional<String> matches(String rule, String value) {
    try {
      return unless(
          Pattern.compile(rule.substring(1, rule.length() - 1)).matcher(value).find(),
          "does not match " + name(rule));
    } catch (PatternSyntaxException e) {
      return Optional.of("cannot be checked: %s is no regular expression".formatted(rule));
    }
  }

  private static Optional<String> unless(boolean good, String problem) {
    return good ? Optional.empty() : Optional.of(problem);
  }
}
