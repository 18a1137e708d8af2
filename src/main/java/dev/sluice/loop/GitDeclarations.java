package dev.sluice.loop;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.OverlayMatches;
import dev.sluice.environments.Pipeline;
import dev.sluice.environments.Strangers;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.ledger.LedgerBranches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads environments from the default branch and applications from the branch each environment
 * follows. What cannot be read any more is kept as it was: a typing mistake in an environment file,
 * a deleted branch or a removed directory must never look like a wish to delete.
 */
public final class GitDeclarations implements Declarations {

  private final BranchTips.Tips tips;
  private final Sources sources;
  private final Map<String, Settings> settings;
  private final Told declared;

  /** Which branch and directory hold the environments of a repository. */
  public record Settings(String branch, String directory) {}

  /** Reads repositories with these settings, by name. */
  public GitDeclarations(BranchTips.Tips tips, Sources sources, Map<String, Settings> settings) {
    this(tips, sources, settings, (repository, commit, read) -> {});
  }

  /**
   * The same.
   *
   * @param declared is told of the environments, whenever they are read
   */
  public GitDeclarations(
      BranchTips.Tips tips, Sources sources, Map<String, Settings> settings, Told declared) {
    this.tips = tips;
    this.sources = sources;
    this.settings = Map.copyOf(settings);
    this.declared = declared;
  }

  /** Is told which environments a repository has. */
  @FunctionalInterface
  public interface Told {

    /** This is what a commit of the default branch declares. */
    void environments(String repository, String commit, EnvironmentSet read);
  }

  @Override
  public Declared read(String repository, Collection<Target> known) throws Stopped {
    Settings where = settings(repository);
    Revision base = tips.tip(repository, where.branch());
    SourceTree tree = sources.at(base).tree();
    EnvironmentSet read = steady(EnvironmentFiles.read(tree, where.directory()), known);
    List<Failure> failures = new ArrayList<>();
    Map<String, List<Target>> found = new LinkedHashMap<>();
    for (Environment environment : read.environments()) {
      found.put(environment.name(), targets(repository, environment, known, failures));
    }
    EnvironmentSet environments = withoutStrangers(read, found);
    declared.environments(repository, base.commit(), environments);
    failures.addAll(0, environments.failures());
    Map<String, Target> targets = new TreeMap<>();
    Set<String> names = new HashSet<>();
    for (Environment environment : environments.environments()) {
      names.add(environment.name());
      found
          .getOrDefault(environment.name(), List.of())
          .forEach(target -> targets.put(target.id().toString(), target));
    }
    if (!environments.failures().isEmpty()) {
      // Which environment a broken file would declare is not known, so none is withdrawn.
      known.stream()
          .filter(target -> !names.contains(target.id().environment()))
          .forEach(target -> targets.put(target.id().toString(), target));
    }
    failures.addAll(Pipeline.of(environments.environments(), applications(targets)).deadEnds());
    List<String> branches =
        read.environments().stream()
            .flatMap(GitDeclarations::branches)
            .filter(branch -> !branch.isEmpty())
            .distinct()
            .toList();
    return new Declared(List.copyOf(targets.values()), branches, List.copyOf(failures));
  }

  /**
   * Nothing leaves its ledger for the tip of a branch because a file is broken: the one that made
   * it a member of a pipeline, by following it, may be that file.
   */
  private static EnvironmentSet steady(EnvironmentSet read, Collection<Target> known) {
    if (read.failures().isEmpty()) {
      return read;
    }
    Set<String> promoted =
        known.stream()
            .filter(target -> target.driver() == Target.Driver.LEDGER)
            .map(target -> target.id().environment())
            .collect(Collectors.toSet());
    return new EnvironmentSet(
        read.environments().stream()
            .map(one -> promoted.contains(one.name()) ? one.promotedFrom(one.branch()) : one)
            .toList(),
        read.failures());
  }

  /**
   * Without the environments that name an application they do not have: whichever was meant must
   * not travel without its gates.
   */
  private static EnvironmentSet withoutStrangers(
      EnvironmentSet read, Map<String, List<Target>> found) {
    List<Environment> good = new ArrayList<>();
    List<Failure> failures = new ArrayList<>(read.failures());
    for (Environment environment : read.environments()) {
      List<Failure> strangers =
          Strangers.in(
              environment,
              found.getOrDefault(environment.name(), List.of()).stream()
                  .map(target -> target.id().application())
                  .toList());
      failures.addAll(strangers);
      if (strangers.isEmpty()) {
        good.add(environment);
      }
    }
    return new EnvironmentSet(List.copyOf(good), List.copyOf(failures));
  }

  private static Stream<String> branches(Environment environment) {
    return switch (environment.driver()) {
      case BRANCH -> Stream.of(environment.branch());
      case LEDGER -> Stream.of(environment.branch(), LedgerBranches.of(environment.name()));
    };
  }

  /** Where a repository's environments stand. */
  public Settings settings(String repository) {
    return settings.getOrDefault(repository, new Settings("main", "environments"));
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

  private static Map<String, List<String>> applications(Map<String, Target> targets) {
    return targets.values().stream()
        .map(Target::id)
        .collect(
            Collectors.groupingBy(
                TargetId::environment,
                Collectors.mapping(TargetId::application, Collectors.toList())));
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
