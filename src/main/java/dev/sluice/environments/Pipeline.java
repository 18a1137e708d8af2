package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.promotion.Follows;
import dev.sluice.yaml.Similar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environments of a repository in the order that revisions pass them.
 *
 * @param stages each after everything it follows; a way is told to its end before the next begins
 */
public record Pipeline(List<Stage> stages) {

  /**
   * An environment and what runs in it.
   *
   * @param environment the environment
   * @param applications the applications with an overlay for it, sorted
   */
  public record Stage(Environment environment, List<String> applications) {

    /** Its name. */
    public String name() {
      return environment.name();
    }

    /** The names of the environments it follows; none where it follows a branch, tag or commit. */
    public List<String> upstream() {
      return environment.follows()
              instanceof
              Follows.Upstream(List<String> names, Follows.Match ignored, Follows.Mode mode)
          ? names
          : List.of();
    }
  }

  /**
   * Puts environments in order.
   *
   * @param environments as {@link EnvironmentFiles} gives them: what they follow is among them
   *     unless it was refused, and nothing follows itself
   * @param applications by environment; one that could not be looked at is not in it
   */
  public static Pipeline of(
      Collection<Environment> environments, Map<String, List<String>> applications) {
    Map<String, Stage> waiting = new TreeMap<>();
    environments.forEach(one ->
        waiting.put(one.name(), new Stage(one, applications.getOrDefault(one.name(), List.of()))));
    List<Stage> ordered = new ArrayList<>();
    for (Stage stage : List.copyOf(waiting.values())) {
      if (stage.upstream().stream().noneMatch(waiting::containsKey)) {
        take(stage, waiting, ordered);
      }
    }
    return new Pipeline(List.copyOf(ordered));
  }

  private static void take(Stage stage, Map<String, Stage> waiting, List<Stage> ordered) {
    if (waiting.remove(stage.name()) == null) {
      return;
    }
    ordered.add(stage);
    for (Stage next : List.copyOf(waiting.values())) {
      if (next.upstream().contains(stage.name())
          && next.upstream().stream().noneMatch(waiting::containsKey)) {
        take(next, waiting, ordered);
      }
    }
  }

  /**
   * Applications whose revisions never arrive, because they have no overlay in what is followed,
   * and applications that are named without being there.
   */
  public List<Failure> deadEnds() {
    Map<String, Set<String>> seen = new TreeMap<>();
    stages.stream()
        .filter(stage -> !stage.applications().isEmpty())
        .forEach(stage -> seen.put(stage.name(), new HashSet<>(stage.applications())));
    List<Failure> failures = new ArrayList<>();
    for (Stage stage : stages) {
      if (stage.environment().follows() instanceof Follows.Upstream upstream) {
        List<String> known = upstream.environments().stream().filter(seen::containsKey).toList();
        stage.applications().stream()
            .filter(application -> neverArrives(application, upstream, known, seen))
            .forEach(application -> failures.add(deadEnd(stage, application, upstream)));
      }
      if (seen.containsKey(stage.name())) {
        stage.environment().promotion().units().stream()
            .flatMap(List::stream)
            .filter(name -> !stage.applications().contains(name))
            .forEach(name -> failures.add(strange(stage, name)));
        failures.addAll(Strangers.in(stage.environment(), stage.applications()));
      }
    }
    return List.copyOf(failures);
  }

  /** Only what is known counts: an environment that could not be looked at may have it. */
  private static boolean neverArrives(
      String application,
      Follows.Upstream upstream,
      List<String> known,
      Map<String, Set<String>> seen) {
    List<String> without =
        known.stream()
            .filter(name -> !seen.getOrDefault(name, Set.of()).contains(application))
            .toList();
    return switch (upstream.match()) {
      case ALL -> !without.isEmpty();
      case ANY -> without.size() == upstream.environments().size();
    };
  }

  private static Failure deadEnd(Stage stage, String application, Follows.Upstream upstream) {
    String followed = String.join(" and ", upstream.environments());
    return Failure.at(
        Reason.INVALID_ENVIRONMENT,
        stage.environment().origin(),
        "spec.follows",
        "%s has an overlay for %s, but not for %s, so no revision of it ever arrives"
            .formatted(application, stage.name(), followed),
        "Add an overlay for it there, or take the one for %s out".formatted(stage.name()));
  }

  private static Failure strange(Stage stage, String application) {
    return Failure.at(
        Reason.INVALID_ENVIRONMENT,
        stage.environment().origin(),
        "spec.units",
        "%s has no overlay for %s".formatted(application, stage.name()),
        Similar.to(application, stage.applications())
            .map(near -> "Did you mean " + near + "?")
            .orElse("There are " + String.join(", ", stage.applications())));
  }
}
