package dev.sluice.loop;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.OverlayMatches;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.BranchTips;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads environments from the default branch and applications from the branch each environment
 * follows. What cannot be read any more is kept as it was: a typing mistake in an environment file,
 * a deleted branch or a removed directory must never look like a wish to delete.
 */
public final class GitDeclarations implements Declarations {

  private final BranchTips.Tips tips;
  private final Sources sources;
  private final Map<String, Settings> settings;

  /** Which branch and directory hold the environments of a repository. */
  public record Settings(String branch, String directory) {}

  /** Reads repositories with these settings, by name. */
  public GitDeclarations(BranchTips.Tips tips, Sources sources, Map<String, Settings> settings) {
    this.tips = tips;
    this.sources = sources;
    this.settings = Map.copyOf(settings);
  }

  @Override
  public Declared read(String repository, Collection<Target> known) throws Stopped {
    Settings where = settings.getOrDefault(repository, new Settings("main", "environments"));
    SourceTree tree = sources.at(tips.tip(repository, where.branch())).tree();
    EnvironmentSet environments = EnvironmentFiles.read(tree, where.directory());
    List<Failure> failures = new ArrayList<>(environments.failures());
    Map<String, Target> targets = new TreeMap<>();
    Set<String> declared = new HashSet<>();
    for (Environment environment : environments.environments()) {
      declared.add(environment.name());
      for (Target target : targets(repository, environment, known, failures)) {
        targets.put(target.id().toString(), target);
      }
    }
    if (!environments.failures().isEmpty()) {
      // Which environment a broken file would declare is not known, so none is withdrawn.
      known.stream()
          .filter(target -> !declared.contains(target.id().environment()))
          .forEach(target -> targets.put(target.id().toString(), target));
    }
    List<String> branches =
        environments.environments().stream().map(Environment::branch).distinct().toList();
    return new Declared(List.copyOf(targets.values()), branches, List.copyOf(failures));
  }

  private List<Target> targets(
      String repository,
      Environment environment,
      Collection<Target> known,
      List<Failure> failures) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (Target target : known) {
      if (target.id().environment().equals(environment.name())) {
        // Its settings follow the file even where its overlay is gone.
        Target declared = environment.target(repository, target.id().application());
        targets.put(target.id().application(), declared.withOverlay(target.overlay()));
      }
    }
    for (String application : applications(repository, environment, failures)) {
      targets.put(application, environment.target(repository, application));
    }
    return List.copyOf(targets.values());
  }

  private List<String> applications(
      String repository, Environment environment, List<Failure> failures) {
    try {
      SourceTree tree = sources.at(tips.tip(repository, environment.branch())).tree();
      OverlayMatches matches = OverlayMatcher.match(tree, environment);
      failures.addAll(matches.failures());
      return matches.applications();
    } catch (Stopped stopped) {
      failures.add(stopped.failure());
      return List.of();
    }
  }
}
