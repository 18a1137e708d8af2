package dev.sluice;

import dev.sluice.config.SluiceConfig;
import dev.sluice.git.GitRepositories;
import dev.sluice.loop.GitDeclarations;
import dev.sluice.loop.History;
import dev.sluice.loop.promotion.GitPolicies;
import dev.sluice.loop.promotion.Pipelines;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.promote.Policies;
import dev.sluice.promote.gate.Evidence;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The config repositories as the stages want to read them. */
final class GitSide implements History {

  private final GitRepositories repositories;
  private final GitDeclarations declarations;
  private final Policies policies;

  /** Reads these, and tells the pipelines what they declare. */
  GitSide(SluiceConfig config, GitRepositories repositories, Pipelines pipelines) {
    this.repositories = repositories;
    this.declarations =
        new GitDeclarations(this::tip, this::source, settings(config), pipelines::declare);
    this.policies =
        new GitPolicies(
            this::source,
            declarations::settings,
            (branch, revision) ->
                repositories.get(revision.repository()).contains(branch, revision));
  }

  /** The last good tip of a branch. */
  Revision tip(String repository, String branch) throws Stopped {
    return repositories.get(repository).tip(branch);
  }

  /** The files of a commit. */
  Source source(Revision revision) throws Stopped {
    return repositories.get(revision.repository()).source(revision);
  }

  /** The files of a commit that is in force. */
  Source released(Revision revision) throws Stopped {
    return repositories.get(revision.repository()).released(revision);
  }

  /** What the signature of a commit is worth. */
  Evidence.Signed signature(Revision commit, Revision policy, String keys) throws Stopped {
    return repositories.get(commit.repository()).commits().signature(commit, policy, keys);
  }

  GitDeclarations declarations() {
    return declarations;
  }

  Policies policies() {
    return policies;
  }

  @Override
  public List<Revision> parents(Revision revision) throws Stopped {
    return repositories.get(revision.repository()).commits().parents(revision);
  }

  @Override
  public CommitInfo describe(Revision revision) throws Stopped {
    return repositories.get(revision.repository()).commits().describe(revision);
  }

  private static Map<String, GitDeclarations.Settings> settings(SluiceConfig config) {
    return config.repositories().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    new GitDeclarations.Settings(
                        entry.getValue().branch(), entry.getValue().environments())));
  }
}
