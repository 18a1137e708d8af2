package dev.sluice.config;

import dev.sluice.git.BranchPattern;
import dev.sluice.git.GitCredentials;
import dev.sluice.git.GitLimits;
import dev.sluice.git.RepositorySettings;
import dev.sluice.github.GitHubLocator;
import dev.sluice.github.GitHubRepository;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.ClusterSettings.Access;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.probe.PrometheusServer;
import dev.sluice.render.RenderLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From the settings as written to the records that the stages take. */
public final class Settings {

  private static final double POLL_JITTER = 0.2;

  private Settings() {}

  /**
   * The config repositories.
   *
   * @throws Stopped naming the property, when settings contradict each other or none is there
   */
  public static List<RepositorySettings> repositories(SluiceConfig config) throws Stopped {
    List<RepositorySettings> repositories = new ArrayList<>();
    for (Map.Entry<String, SluiceConfig.Repository> entry : config.repositories().entrySet()) {
      repositories.add(repository(entry.getKey(), entry.getValue()));
    }
    if (repositories.isEmpty()) {
      throw invalid(
          "sluice.repositories",
          "no config repository is configured, so there is nothing to follow",
          "Set sluice.repositories.<name>.url to the repository that holds environments/");
    }
    return repositories;
  }

  /** Names of the config repositories whose ledgers are kept in the cluster. */
  public static Set<String> withLedgersInCluster(SluiceConfig config) {
    return config.repositories().entrySet().stream()
        .filter(entry -> entry.getValue().ledger() == SluiceConfig.LedgerPlace.CLUSTER)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The daemon's own cluster, under the empty name, and all registered ones.
   *
   * @throws Stopped naming the property, when a cluster has not exactly one kubeconfig
   */
  public static List<ClusterSettings> clusters(SluiceConfig config) throws Stopped {
    List<ClusterSettings> clusters = new ArrayList<>();
    Access own =
        config
            .kubeconfig()
            .<Access>map(file -> new Access.Kubeconfig(file, config.context().orElse("")))
            .orElseGet(Access.InCluster::new);
    clusters.add(new ClusterSettings("", own));
    for (Map.Entry<String, SluiceConfig.Cluster> entry : config.clusters().entrySet()) {
      Access access = access(entry.getKey(), entry.getValue(), config.namespace());
      clusters.add(new ClusterSettings(entry.getKey(), access));
    }
    return clusters;
  }

  private static Access access(String name, SluiceConfig.Cluster cluster, String namespace)
      throws Stopped {
    String context = cluster.context().orElse("");
    if (cluster.kubeconfig().isPresent() == cluster.secret().isPresent()) {
      throw invalid(
          "sluice.clusters." + name,
          cluster.secret().isPresent()
              ? "both kubeconfig and secret are set"
              : "neither kubeconfig nor secret is set",
          "Set kubeconfig to a file, or secret to the name of a Secret in " + namespace);
    }
    return cluster
        .kubeconfig()
        .<Access>map(file -> new Access.Kubeconfig(file, context))
        .orElseGet(() ->
            new Access.Secret(
                namespace, cluster.secret().orElseThrow(), cluster.secretKey(), context));
  }

  /** The metrics servers that gates take samples from, by name. */
  public static Map<String, PrometheusServer> prometheus(SluiceConfig config) {
    return config.prometheus().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                entry ->
                    new PrometheusServer(entry.getValue().url(), entry.getValue().tokenFile())));
  }

  /**
   * Where config repositories are at GitHub, by name; those that are at no GitHub host are missing.
   *
   * @throws Stopped naming the property, when settings contradict each other
   */
  public static Map<String, GitHubRepository> github(SluiceConfig config) throws Stopped {
    Map<String, GitHubRepository> found = new HashMap<>();
    for (Map.Entry<String, SluiceConfig.Repository> entry : config.repositories().entrySet()) {
      SluiceConfig.Repository repository = entry.getValue();
      GitHubLocator.locate(
              new GitHubLocator.Given(
                  "sluice.repositories." + entry.getKey(),
                  repository.url(),
                  repository.github().apiUrl(),
                  repository.github().repository(),
                  repository.github().tokenFile(),
                  repository.tokenFile(),
                  repository.allowPlainHttp()
                      ? GitHubLocator.Encryption.WAIVED
                      : GitHubLocator.Encryption.REQUIRED))
          .ifPresent(one -> found.put(entry.getKey(), one));
    }
    return Map.copyOf(found);
  }

  /** What one render may use. */
  public static RenderLimits render(SluiceConfig.Render render) {
    return new RenderLimits(
        render.timeout(),
        render.memory().asLongValue(),
        render.maxInput().asLongValue(),
        render.maxFiles(),
        render.maxOutput().asLongValue(),
        render.maxObjects());
  }

  private static RepositorySettings repository(String name, SluiceConfig.Repository repository)
      throws Stopped {
    GitLimits limits =
        new GitLimits(
            repository.maxPackSize().asLongValue(),
            repository.maxFileSize().asLongValue(),
            repository.maxFiles(),
            repository.fetchTimeout(),
            GitLimits.DEFAULT.silence());
    return new RepositorySettings(
        name,
        repository.url(),
        repository.branch(),
        credentials("sluice.repositories." + name, repository),
        exemptions(repository),
        repository.pollInterval(),
        POLL_JITTER,
        limits,
        hotfixBranches("sluice.repositories." + name + ".hotfix-branches", repository));
  }

  private static Set<BranchPattern> hotfixBranches(
      String property, SluiceConfig.Repository repository) throws Stopped {
    Set<BranchPattern> patterns = new HashSet<>();
    for (String glob : repository.hotfixBranches().orElse(List.of())) {
      try {
        patterns.add(BranchPattern.of(glob));
      } catch (Stopped stopped) {
        throw invalid(property, stopped.failure().message(), stopped.failure().remedy());
      }
    }
    return patterns;
  }

  private static Set<RepositorySettings.Exemption> exemptions(SluiceConfig.Repository repository) {
    Set<RepositorySettings.Exemption> exemptions =
        EnumSet.noneOf(RepositorySettings.Exemption.class);
    if (repository.allowFile()) {
      exemptions.add(RepositorySettings.Exemption.ALLOW_FILE);
    }
    if (repository.allowPlainHttp()) {
      exemptions.add(RepositorySettings.Exemption.ALLOW_PLAIN_HTTP);
    }
    return exemptions;
  }

  private static GitCredentials credentials(String property, SluiceConfig.Repository repository)
      throws Stopped {
    Optional<Path> token = repository.tokenFile();
    Optional<Path> key = repository.sshKeyFile();
    if (token.isPresent() && key.isPresent()) {
      throw invalid(
          property,
          "both token-file and ssh-key-file are set",
          "Keep the one that fits the URL: a token for https, a key for ssh");
    }
    if (key.isPresent()) {
      Path hosts =
          repository
              .knownHostsFile()
              .orElseThrow(() ->
                  invalid(
                      property + ".known-hosts-file",
                      "is missing, and without it no SSH host can be trusted",
                      "Name a file with the host's keys, as ssh-keyscan prints them"));
      return new GitCredentials.SshKey(key.get(), hosts);
    }
    return token
        .<GitCredentials>map(file -> new GitCredentials.Token(repository.username(), file))
        .orElseGet(GitCredentials.None::new);
  }

  private static Stopped invalid(String property, String message, String remedy) {
    return new Stopped(Failure.of(Reason.INVALID_CONFIGURATION, property + ": " + message, remedy));
  }
}
