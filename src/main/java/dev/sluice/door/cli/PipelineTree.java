package dev.sluice.door.cli;

import dev.sluice.environments.Pipeline;
import dev.sluice.environments.Pipeline.Stage;
import dev.sluice.model.Failure;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A pipeline for programs. Lengths of time are in seconds; 0 stands for none. */
final class PipelineTree {

  private PipelineTree() {}

  static Map<String, Object> of(Pipeline pipeline, List<Failure> failures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environments", pipeline.stages().stream().map(PipelineTree::of).toList());
    tree.put("failures", Trees.of(failures));
    return tree;
  }

  private static Map<String, Object> of(Stage stage) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", stage.name());
    tree.put("file", stage.environment().origin().file());
    tree.put("line", stage.environment().origin().line());
    tree.put("follows", of(stage.environment().follows()));
    tree.put("beginsAt", stage.environment().branch());
    tree.put("driver", lower(stage.environment().driver()));
    tree.put("applications", stage.applications());
    tree.put(
        "gates", stage.environment().promotion().gates().stream().map(PipelineTree::of).toList());
    tree.put("policy", of(stage.environment().promotion()));
    tree.put(
        "own",
        stage.environment().own().entrySet().stream()
            .map(one -> of(one.getKey(), stage.environment().promotion(), one.getValue().policy()))
            .toList());
    return tree;
  }

  private static Map<String, Object> of(Follows follows) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (follows) {
      case Follows.Ref(String name) -> tree.put("ref", name);
      case Follows.Upstream(List<String> names, Follows.Match match, Follows.Mode mode) -> {
        tree.put("environments", names);
        tree.put("match", lower(match));
        tree.put("mode", lower(mode));
      }
    }
    return tree;
  }

  private static Map<String, Object> of(
      String application, PromotionPolicy ofAll, PromotionPolicy own) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("application", application);
    tree.put("gates", PipelineText.onTop(ofAll, own).stream().map(PipelineTree::of).toList());
    tree.put("policy", of(own));
    return tree;
  }

  private static Map<String, Object> of(Gate gate) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", gate.name());
    tree.put("kind", gate.word());
    tree.put("phase", lower(gate.phase()));
    tree.put("summary", GateLine.of(gate));
    tree.put("line", gate.origin().line());
    return tree;
  }

  private static Map<String, Object> of(PromotionPolicy policy) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("supersede", lower(policy.supersede()));
    tree.put("maxAge", policy.maxAge().toSeconds());
    tree.put("minHealthy", policy.minHealthy().toSeconds());
    tree.put("deadline", policy.deadline().toSeconds());
    tree.put("rollback", lower(policy.rollback()));
    tree.put("maxLag", policy.maxLag().orElse(Duration.ZERO).toSeconds());
    tree.put("units", policy.units());
    tree.put("reverifyInterval", policy.reverify().interval().orElse(Duration.ZERO).toSeconds());
    tree.put("reverifyDegraded", policy.reverify().degraded().orElse(Duration.ZERO).toSeconds());
    return tree;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
