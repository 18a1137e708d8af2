package dev.sluice.corpus;

import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One line of a case's story. A word that no step knows fails the case. */
sealed interface CaseStep {

  /** Somebody else's objects are there: applied as field manager {@code installer}. */
  record Setup(String file) implements CaseStep {}

  /** Somebody writes behind Git's back. */
  record Live(String file) implements CaseStep {}

  /** An admission webhook is registered. */
  record Hook(String file) implements CaseStep {}

  /** All admission webhooks of the case are gone. */
  record Unhook() implements CaseStep {}

  /**
   * A reconcile.
   *
   * @param target the application that runs
   * @param files a new commit that holds these files; empty when Git did not move
   * @param expected what comes of it
   */
  record Reconcile(String target, List<String> files, Expected expected) implements CaseStep {}

  /** The same several times. */
  record Repeat(int times, List<CaseStep> steps) implements CaseStep {}

  static List<CaseStep> all(Map<String, Object> parent) {
    List<CaseStep> steps = new ArrayList<>();
    for (Map<String, Object> step : Trees.maps(parent, "steps")) {
      steps.add(of(step));
    }
    if (steps.isEmpty() || steps.size() != Trees.list(parent, "steps").size()) {
      throw new IllegalArgumentException("steps: a list of steps is missing in " + parent);
    }
    return steps;
  }

  private static CaseStep of(Map<String, Object> step) {
    if (step.containsKey("setup")) {
      only(step, Set.of("setup"));
      return new Setup(Trees.string(step, "setup"));
    }
    if (step.containsKey("live")) {
      only(step, Set.of("live"));
      return new Live(Trees.string(step, "live"));
    }
    if (step.containsKey("webhook")) {
      only(step, Set.of("webhook"));
      return new Hook(Trees.string(step, "webhook"));
    }
    if (step.containsKey("unhook")) {
      only(step, Set.of("unhook"));
      return new Unhook();
    }
    if (step.containsKey("repeat")) {
      only(step, Set.of("repeat", "steps"));
      return new Repeat((int) Trees.number(step, "repeat", 0), all(step));
    }
    only(step, Set.of("git", "reconcile", "target", "expect"));
    if (step.containsKey("git") == step.containsKey("reconcile")) {
      throw new IllegalArgumentException("either git or reconcile: " + step);
    }
    String target = Trees.string(step, "target");
    return new Reconcile(
        target.isEmpty() ? "web" : target, files(step), Expected.of(Trees.map(step, "expect")));
  }

  private static List<String> files(Map<String, Object> step) {
    return step.get("git") instanceof String one
        ? List.of(one)
        : Trees.list(step, "git").stream().map(String::valueOf).toList();
  }

  static void only(Map<String, Object> given, Set<String> known) {
    for (String word : given.keySet()) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException("nobody reads " + word + "; known are " + known);
      }
    }
  }
}
