package dev.sluice.health;

import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule from a file. A rule that cannot be evaluated makes the health Unknown and says why: it
 * is never skipped, because the rules after it may rely on it.
 */
final class WrittenRule {

  private static final int LONGEST_WORDS = 500;
  private static final Pattern STATUS = Pattern.compile("\\b(status|condition)\\b");

  private final KindRules.Rule rule;
  private volatile @Nullable Compiled compiled;

  private record Compiled(
      Optional<Expressions.Program> when, Optional<Expressions.Program> message) {}

  WrittenRule(KindRules.Rule rule) {
    this.rule = rule;
  }

  /** Whether its answer may depend on what the controller has reported. */
  boolean readsStatus() {
    return rule.when().isEmpty() || STATUS.matcher(rule.when()).find();
  }

  /** The health of an object with this content; empty where the rule does not apply. */
  Optional<Health> assess(Map<String, Object> object) {
    try {
      Compiled ready = compiled();
      if (ready.when().isPresent() && !holds(ready.when().get().of(object))) {
        return Optional.empty();
      }
      String words = ready.message().isPresent() ? words(ready.message().get().of(object)) : "";
      return Optional.of(new Health(rule.state(), words));
    } catch (CelEvaluationException | CelValidationException e) {
      return Optional.of(unknown(ExpressionErrors.of(e)));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // A fault inside the evaluator must not end the watch that asked.
      return Optional.of(unknown(String.valueOf(e)));
    }
  }

  private Compiled compiled() throws CelValidationException {
    Compiled known = compiled;
    if (known == null) {
      known =
          new Compiled(
              rule.when().isEmpty()
                  ? Optional.empty()
                  : Optional.of(Expressions.condition(rule.when())),
              rule.message().isEmpty()
                  ? Optional.empty()
                  : Optional.of(Expressions.message(rule.message())));
      compiled = known;
    }
    return known;
  }

  private static boolean holds(Object value) throws CelEvaluationException {
    if (value instanceof Boolean holds) {
      return holds;
    }
    throw new CelEvaluationException("its condition gives " + describe(value) + ", not a bool");
  }

  private static String words(Object value) throws CelEvaluationException {
    if (!(value instanceof String words)) {
      throw new CelEvaluationException("its message gives " + describe(value) + ", not a string");
    }
    String line = words.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
  }

  private static String describe(Object value) {
    return switch (value) {
      case String ignored -> "a string";
      case Boolean ignored -> "a bool";
      case Number ignored -> "a number";
      case Map<?, ?> ignored -> "a map";
      case List<?> ignored -> "a list";
      default -> "something else";
    };
  }

  private Health unknown(String why) {
    return new Health(
        Health.State.UNKNOWN, "the health rule at " + rule.origin() + " gives no answer: " + why);
  }
}
