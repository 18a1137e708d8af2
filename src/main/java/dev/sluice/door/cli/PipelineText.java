package dev.sluice.door.cli;

import dev.sluice.environments.Pipeline;
import dev.sluice.environments.Pipeline.Stage;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline for people: a paragraph for each environment, in the order revisions pass them. */
final class PipelineText {

  private PipelineText() {}

  static List<String> lines(Pipeline pipeline) {
    List<String> lines = new ArrayList<>();
    for (Stage stage : pipeline.stages()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(stage.name() + " " + follows(stage));
      add(lines, "applications", List.of(String.join(", ", stage.applications())));
      if (stage.environment().driver() == Target.Driver.LEDGER) {
        PromotionPolicy policy = stage.environment().promotion();
        add(lines, "before", gates(policy.gates(), Gate.Phase.PRE));
        addDuring(lines, "on the way", policy, policy.gates());
        add(lines, "afterwards", gates(policy.gates(), Gate.Phase.POST));
        add(lines, "policy", List.of(String.join(", ", policy(policy))));
        stage
            .environment()
            .own()
            .forEach((application, own) -> addOwn(lines, application, policy, own.policy()));
      }
    }
    return lines;
  }

  /** Only what is not so for all. */
  private static void addOwn(
      List<String> lines, String application, PromotionPolicy ofAll, PromotionPolicy own) {
    List<Gate> onTop = onTop(ofAll, own);
    add(lines, application, List.of("on its own"));
    add(lines, "  before", gates(onTop, Gate.Phase.PRE));
    addDuring(lines, "  on the way", own, onTop);
    add(lines, "  afterwards", gates(onTop, Gate.Phase.POST));
    if (!policy(own).equals(policy(ofAll))) {
      add(lines, "  policy", List.of(String.join(", ", policy(own))));
    }
  }

  private static void addDuring(
      List<String> lines, String title, PromotionPolicy policy, List<Gate> gates) {
    if (policy.strategy().isPhased()) {
      add(lines, title, gates(gates, Gate.Phase.DURING));
    }
  }

  /** The gates of one application that the others do not have. */
  static List<Gate> onTop(PromotionPolicy ofAll, PromotionPolicy own) {
    return own.gates().stream().filter(gate -> !ofAll.gates().contains(gate)).toList();
  }

  /** What an environment follows, as a verb and its object. */
  static String follows(Stage stage) {
    return switch (stage.environment().follows()) {
      case Follows.Ref ref ->
          (stage.environment().driver() == Target.Driver.LEDGER ? "follows " : "runs the tip of ")
              + ref(ref.name());
      case Follows.Upstream(List<String> names, Follows.Match match, Follows.Mode mode) ->
          (mode == Follows.Mode.MIRROR ? "mirrors what is verified in " : "follows ")
              + (names.size() > 1 && match == Follows.Match.ANY ? "any of " : "")
              + String.join(names.size() > 1 && match == Follows.Match.ALL ? " and " : ", ", names);
    };
  }

  /** What a name in Git is. */
  static String ref(String name) {
    if (name.startsWith("refs/tags/")) {
      return "tag " + name.substring("refs/tags/".length());
    }
    return name.matches("[0-9a-f]{40}") ? "commit " + name.substring(0, 12) : "branch " + name;
  }

  static List<String> gates(List<Gate> gates, Gate.Phase phase) {
    return gates.stream().filter(gate -> gate.phase() == phase).map(GateLine::of).toList();
  }

  private static List<String> policy(PromotionPolicy policy) {
    List<String> words = new ArrayList<>();
    words.add(
        switch (policy.supersede()) {
          case LATEST -> "the latest candidate wins";
          case STICKY -> "an agreed candidate is kept";
          case QUEUE -> "candidates queue";
        });
    if (!policy.maxAge().isZero()) {
      words.add("candidates expire after " + GateLine.length(policy.maxAge()));
    }
    if (!policy.minHealthy().isZero()) {
      words.add("healthy for " + GateLine.length(policy.minHealthy()));
    }
    words.add("verified within " + GateLine.length(policy.deadline()));
    words.add(
        switch (policy.rollback()) {
          case AUTOMATIC -> "rolled back by itself";
          case MANUAL -> "rolled back by hand";
        });
    policy
        .reverify()
        .interval()
        .ifPresent(
            every -> words.add("gates afterwards asked again every " + GateLine.length(every)));
    policy
        .reverify()
        .degraded()
        .ifPresent(most -> words.add("revoked when Degraded for " + GateLine.length(most)));
    switch (policy.strategy()) {
      case Strategy.Rolling ignored -> {}
      case Strategy.BlueGreen(List<String> ignored, Duration retireAfter) ->
          words.add("blue-green, the former release kept for " + GateLine.length(retireAfter));
      case Strategy.Canary canary ->
          words.add(
              "canary with %s percent for at least %s each"
                  .formatted(
                      canary.weights().stream()
                          .map(String::valueOf)
                          .collect(Collectors.joining(", ")),
                      GateLine.length(canary.pause())));
    }
    policy.maxLag().ifPresent(lag -> words.add("at most " + GateLine.length(lag) + " behind"));
    policy.units().stream()
        .map(unit -> unit.stream().collect(Collectors.joining(" + ")) + " together")
        .forEach(words::add);
    return words;
  }

  private static void add(List<String> lines, String title, List<String> values) {
    String shown = title;
    for (String value : values) {
      lines.add("  %-12s  %s".formatted(shown, value.isEmpty() ? "none" : value));
      shown = "";
    }
  }
}
