package dev.sluice.git;

import java.time.Duration;
import java.util.Set;

/**
 * One config repository as the daemon is told about it.
 *
 * @param name its name in status, logs and metrics; lower case letters, digits and hyphens
 * @param url {@code https://…}, {@code ssh://…} or {@code user@host:path}; never with a password
 * @param defaultBranch the branch that holds {@code environments/}
 * @param credentials what it is read with
 * @param exemptions rules that are relaxed, for demos and tests
 * @param interval pause between two polls
 * @param jitter share of the interval by which a pause may be shorter or longer, 0 to 1
 * @param limits what a repository may cost
 * @param hotfixBranches branches besides those that are followed, of which people may ask for
 *     commits as a hotfix
 */
public record RepositorySettings(
    String name,
    String url,
    String defaultBranch,
    GitCredentials credentials,
    Set<Exemption> exemptions,
    Duration interval,
    double jitter,
    GitLimits limits,
    Set<BranchPattern> hotfixBranches) {

  /** Copies what could change. */
  public RepositorySettings {
    exemptions = Set.copyOf(exemptions);
    hotfixBranches = Set.copyOf(hotfixBranches);
  }

  /** A repository with the defaults: branch main, no credentials, a poll every 30 s. */
  public static RepositorySettings of(String name, String url) {
    return new RepositorySettings(
        name,
        url,
        "main",
        new GitCredentials.None(),
        Set.of(),
        Duration.ofSeconds(30),
        0.2,
        GitLimits.DEFAULT,
        Set.of());
  }

  /** The same with other credentials. */
  public RepositorySettings with(GitCredentials other) {
    return new RepositorySettings(
        name, url, defaultBranch, other, exemptions, interval, jitter, limits, hotfixBranches);
  }

  /** The same with other exemptions. */
  public RepositorySettings with(Set<Exemption> other) {
    return new RepositorySettings(
        name, url, defaultBranch, credentials, other, interval, jitter, limits, hotfixBranches);
  }

  /** The same with other limits. */
  public RepositorySettings with(GitLimits other) {
    return new RepositorySettings(
        name, url, defaultBranch, credentials, exemptions, interval, jitter, other, hotfixBranches);
  }

  /** The same with another pause between polls. */
  public RepositorySettings every(Duration other) {
    return new RepositorySettings(
        name, url, defaultBranch, credentials, exemptions, other, jitter, limits, hotfixBranches);
  }

  /** The same with these hotfix branches. */
  public RepositorySettings withHotfixes(Set<BranchPattern> patterns) {
    return new RepositorySettings(
        name, url, defaultBranch, credentials, exemptions, interval, jitter, limits, patterns);
  }

  /** A rule that is relaxed. */
  public enum Exemption {
    /** {@code file:} URLs are read ({@code allowFile}). */
    ALLOW_FILE,
    /** Unencrypted {@code http:} is spoken to hosts of the loopback ({@code allowPlainHttp}). */
    ALLOW_PLAIN_HTTP
  }
}
