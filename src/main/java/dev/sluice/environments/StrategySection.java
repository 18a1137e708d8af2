package dev.sluice.environments;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.util.List;

/**
 * From the checked {@code strategy} of an environment, or of an application in it.
 *
 * @param path of the field
 */
record StrategySection(Values values, Complaints complaints, String path) {

  private static final Duration RETIRE_AFTER = Duration.ofHours(24);
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final List<Integer> WEIGHTS = List.of(20, 40, 60, 80);

  /** What is said, or this. */
  Strategy strategy(Strategy ifAbsent) {
    if (values.keys(path).isEmpty()) {
      return ifAbsent;
    }
    String word = values.keys(path).getFirst();
    return switch (word) {
      case "blueGreen" ->
          new Strategy.BlueGreen(
              values.texts(at("blueGreen.services")),
              Durations.of(values.text(at("blueGreen.retireAfter")), RETIRE_AFTER));
      case "canary" ->
          new Strategy.Canary(
              Strategy.Router.NGINX,
              values.texts(at("canary.services")),
              weights(at("canary.weights")),
              Durations.of(values.text(at("canary.pause")), PAUSE));
      default -> new Strategy.Rolling();
    };
  }

  /** Complains about gates that are asked while two releases run, where there is only one. */
  void requirePhasesFor(Strategy strategy, List<Gate> gates, String gatesAt) {
    if (!strategy.isPhased()) {
      gates.stream()
          .filter(gate -> gate.phase() == Gate.Phase.DURING)
          .forEach(gate ->
              complaints.add(
                  gate.origin().line(),
                  gatesAt,
                  "the gate %s is asked while two releases run side by side, which they never do here"
                      .formatted(gate.name()),
                  "Make its phase post, or give the environment the strategy blueGreen or canary"));
    }
  }

  private List<Integer> weights(String field) {
    List<String> steps = values.elements(field);
    int former = 0;
    for (String step : steps) {
      int weight = values.number(step, 0);
      if (weight <= former) {
        complaints.add(
            values.line(step),
            step,
            "is %d, and the step before it is %d already".formatted(weight, former),
            "Name growing percentages, such as 20, 40, 60, 80");
      }
      former = weight;
    }
    return steps.isEmpty() ? WEIGHTS : steps.stream().map(step -> values.number(step, 0)).toList();
  }

  private String at(String field) {
    return path + "." + field;
  }
}
