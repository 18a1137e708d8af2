package dev.sluice.loop.promotion;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.loop.GitDeclarations;
import dev.sluice.loop.Sources;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.promote.Policies;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads policies from the environment files of a commit, if that commit belongs to the default
 * branch: whoever can push elsewhere must not be able to bring gates of their own. Thread-safe.
 */
public final class GitPolicies implements Policies {

  private static final int MOST_REMEMBERED = 256;

  private final Sources sources;
  private final Function<String, GitDeclarations.Settings> settings;
  private final History history;
  private final Map<Revision, Map<String, Environment>> read = new ConcurrentHashMap<>();

  /** Whether a commit belongs to a branch. */
  @FunctionalInterface
  public interface History {

    /** Whether the branch's tip descends from the commit, or is it. */
    boolean contains(String branch, Revision revision) throws Stopped;
  }

  /**
   * Reads from these commits.
   *
   * @param settings of a repository, by its name
   */
  public GitPolicies(
      Sources sources, Function<String, GitDeclarations.Settings> settings, History history) {
    this.sources = sources;
    this.settings = settings;
    this.history = history;
  }

  @Override
  public PromotionPolicy at(String commit, TargetId target) throws Stopped {
    Revision revision = new Revision(target.repository(), commit);
    Map<String, Environment> declared = read.get(revision);
    if (declared == null) {
      declared = read(revision);
      if (read.size() >= MOST_REMEMBERED) {
        read.clear();
      }
      read.put(revision, declared);
    }
    Environment environment = declared.get(target.environment());
    if (environment == null) {
      throw refused(
          "%s declares no valid environment %s at %s"
              .formatted(target.repository(), target.environment(), revision.abbreviated()));
    }
    return environment.policy(target.application());
  }

  private Map<String, Environment> read(Revision revision) throws Stopped {
    GitDeclarations.Settings where = settings.apply(revision.repository());
    if (!history.contains(where.branch(), revision)) {
      throw refused(
          "%s is not a commit of %s, the default branch of %s"
              .formatted(revision.abbreviated(), where.branch(), revision.repository()));
    }
    SourceTree tree = sources.at(revision).tree();
    return EnvironmentFiles.read(tree, where.directory()).environments().stream()
        .collect(Collectors.toMap(Environment::name, Function.identity()));
  }

  private static Stopped refused(String message) {
    return new Stopped(
        Failure.of(
            Reason.GATES_INCOMPLETE,
            "the gates of a release cannot be read: " + message,
            "Gates count only as the default branch has them; promote the revision anew."));
  }
}
