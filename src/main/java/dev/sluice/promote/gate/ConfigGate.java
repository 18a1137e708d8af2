package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What the application has to be told is there, and no placeholder. Says which variable is wrong
 * and how, never its value.
 */
final class ConfigGate {

  private static final int SHOWN = 5;

  /** What the environment and the application ask for: where both name a variable, both rules. */
  private record Rules(Map<String, String> environment, Map<String, String> application) {

    static Rules of(Gate.Config gate, Evidence.Rendering rendering) {
      return new Rules(gate.required(), rendering.required());
    }

    void each(BiConsumer<String, String> visitor) {
      environment.forEach(visitor);
      application.forEach(visitor);
    }

    boolean asksFor(String name) {
      return environment.containsKey(name) || application.containsKey(name);
    }

    long count() {
      return Stream.concat(environment.keySet().stream(), application.keySet().stream())
          .distinct()
          .count();
    }
  }

  private ConfigGate() {}

  static Finding ask(Gate.Config gate, Evidence.Rendering rendering) {
    Rendered rendered = rendering.rendered();
    Rules required = Rules.of(gate, rendering);
    List<String> problems = new ArrayList<>();
    required.each((name, rule) -> {
      List<Rendered.Setting> settings =
          rendered.settings().stream().filter(setting -> setting.name().equals(name)).toList();
      if (settings.isEmpty()) {
        problems.add(name + " is not set");
      }
      settings.forEach(setting ->
          problem(setting.value(), rule).ifPresent(why -> problems.add(line(setting, why))));
    });
    forgotten(required, rendered).forEach(problems::add);
    List<String> distinct = problems.stream().distinct().toList();
    Finding finding =
        distinct.isEmpty()
            ? Finding.pass(
                "%d required variables are set and well-formed".formatted(required.count()))
            : Finding.fail(
                String.join("; ", distinct.stream().limit(SHOWN).toList())
                    + (distinct.size() > SHOWN
                        ? " and %d more".formatted(distinct.size() - SHOWN)
                        : ""));
    return finding.from(gate.required(), rendering.required(), distinct);
  }

  /** A Secret that holds a placeholder is never meant to, whether it is required or not. */
  private static Stream<String> forgotten(Rules required, Rendered rendered) {
    return rendered.settings().stream()
        .filter(setting -> !required.asksFor(setting.name()))
        .filter(setting -> setting.place().startsWith("Secret "))
        .filter(setting ->
            setting.value() instanceof Value.Known known && Placeholders.isOne(known.text()))
        .map(setting -> line(setting, "is still a placeholder"));
  }

  private static Optional<String> problem(Value value, String rule) {
    return switch (value) {
      case Value.Known known ->
          Placeholders.holds(known.text())
              ? Optional.of("is still a placeholder")
              : VariableRule.problem(rule, known.text());
      case Value.Sealed ignored ->
          rule.equals("nonEmpty")
              ? Optional.empty()
              : Optional.of(
                  "is sealed or kept outside of Git, so %s cannot be checked; ask for nonEmpty"
                      .formatted(VariableRule.name(rule)));
    };
  }

  private static String line(Rendered.Setting setting, String why) {
    return "%s in %s %s".formatted(setting.name(), setting.place(), why);
  }
}
