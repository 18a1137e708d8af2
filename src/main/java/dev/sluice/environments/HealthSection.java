package dev.sluice.environments;

import dev.sluice.health.ExpressionErrors;
import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import dev.sluice.model.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From the checked values of a file to health rules, every expression tried. */
final class HealthSection {

  private final Values values;
  private final String file;
  private final Complaints complaints;

  HealthSection(Values values, String file, Complaints complaints) {
    this.values = values;
    this.file = file;
    this.complaints = complaints;
  }

  /** The rules at a path; what is wrong with an expression is complained about. */
  List<KindRules> at(String path) {
    return values.elements(path).stream().map(this::kinds).toList();
  }

  private KindRules kinds(String path) {
    List<KindRules.Rule> rules = new ArrayList<>();
    List<String> elements = values.elements(path + ".rules");
    for (String element : elements) {
      rules.add(rule(element, element.equals(elements.getLast())));
    }
    return new KindRules(
        values.text(path + ".group"),
        values.texts(path + ".kinds"),
        List.copyOf(rules),
        origin(path + ".rules"));
  }

  private KindRules.Rule rule(String path, boolean last) {
    String when = values.text(path + ".when");
    String message = values.text(path + ".message");
    Health.State state = state(values.text(path + ".state"));
    if (!when.isEmpty()) {
      complain(path + ".when", ExpressionErrors.inCondition(when));
    } else if (!last) {
      complaints.add(
          values.line(path + ".state"),
          path + ".when",
          "is missing, so the rules below it are never asked",
          "Say when it applies, or make it the last one");
    }
    if (!message.isEmpty()) {
      complain(path + ".message", ExpressionErrors.inMessage(message));
    } else if (state != Health.State.HEALTHY) {
      complaints.add(
          values.line(path + ".state"),
          path + ".message",
          "is required and missing: whoever reads " + state.word() + " wants to know why",
          "Add one, for example: message: object.condition('Ready').text");
    }
    return new KindRules.Rule(state, when, message, origin(path + ".state"));
  }

  private void complain(String field, Optional<String> problem) {
    problem.ifPresent(what ->
        complaints.add(
            values.line(field),
            field,
            "is no expression that can be evaluated: " + what,
            "It is CEL (cel.dev) over the variable object; texts stand in single quotes"));
  }

  private static Health.State state(String word) {
    return Arrays.stream(Health.State.values())
        .filter(state -> state.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unchecked state " + word));
  }

  private Origin origin(String path) {
    return new Origin(file, values.line(path));
  }
}
