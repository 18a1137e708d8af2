package dev.sluice.door.cli;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.OverlayMatches;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The targets that local files declare.
 *
 * @param targets those asked for; their repository's name is empty
 * @param failures what is wrong with the environment files
 */
record LocalTargets(List<Target> targets, List<Failure> failures) {

  static LocalTargets read(SourceTree tree, String directory, TargetFilter filter) throws Stopped {
    EnvironmentSet environments = EnvironmentFiles.read(tree, directory);
    List<Failure> failures = new ArrayList<>(environments.failures());
    List<Target> targets = new ArrayList<>();
    for (Environment environment : environments.environments()) {
      if (filter.matchesEnvironment(environment.name())) {
        OverlayMatches matches = OverlayMatcher.match(tree, environment);
        failures.addAll(matches.failures());
        matches.applications().forEach(name -> targets.add(environment.target("", name)));
      }
    }
    // With broken files the wanted target may be one of those that could not be read.
    return new LocalTargets(
        targets.isEmpty() && !failures.isEmpty() ? targets : filter.of(targets, Target::id),
        failures);
  }
}
