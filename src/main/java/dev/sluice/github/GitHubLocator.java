package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out at which GitHub host a config repository is, and with which token it is asked. */
public final class GitHubLocator {

  private static final Set<String> PUBLIC =
      Set.of("github.com", "www.github.com", "ssh.github.com");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private GitHubLocator() {}

  /**
   * What the settings say about one repository.
   *
   * @param property their prefix, for messages: {@code sluice.repositories.config}
   * @param url where Git fetches it
   * @param api where the API is, if that is said
   * @param path owner and name, if they are said
   * @param tokenFile the token for the API, if it has one of its own
   * @param gitTokenFile the token that Git fetches with, if there is one
   * @param encryption whether unencrypted HTTP may be spoken to this machine
   */
  public record Given(
      String property,
      String url,
      Optional<URI> api,
      Optional<String> path,
      Optional<Path> tokenFile,
      Optional<Path> gitTokenFile,
      Encryption encryption) {}

  /** Whether unencrypted HTTP may be spoken. */
  public enum Encryption {
    REQUIRED,
    /** Not to hosts of the loopback. */
    WAIVED
  }

  /**
   * The repository at its GitHub host; empty when it is at none, as far as the settings tell.
   *
   * @throws Stopped naming the property, when the settings contradict each other
   */
  public static Optional<GitHubRepository> locate(Given given) throws Stopped {
    Optional<GitAddress> git = GitAddress.of(given.url());
    Optional<URI> api = given.api().or(() -> git.flatMap(address -> usual(address.host())));
    if (api.isEmpty()) {
      if (given.path().isPresent() || given.tokenFile().isPresent()) {
        throw invalid(
            given.property() + ".github.api-url",
            "is missing, and the repository is at no host whose API is known",
            "Set it; at a GitHub Enterprise Server it is https://HOST/api/v3");
      }
      return Optional.empty();
    }
    check(given, api.get());
    return Optional.of(
        new GitHubRepository(
            withoutSlash(api.get()), path(given, git), token(given, git, api.get())));
  }

  /** Where the API of a host is that GitHub runs itself. */
  private static Optional<URI> usual(String host) {
    if (PUBLIC.contains(host)) {
      return Optional.of(URI.create("https://api.github.com"));
    }
    return host.matches("[a-z0-9-]+\\.ghe\\.com")
        ? Optional.of(URI.create("https://api." + host))
        : Optional.empty();
  }

  private static void check(Given given, URI api) throws Stopped {
    String property = given.property() + ".github.api-url";
    String scheme = String.valueOf(api.getScheme()).toLowerCase(Locale.ROOT);
    boolean address = scheme.equals("https") || scheme.equals("http");
    if (!address || api.getHost() == null) {
      throw invalid(property, "is no address", "Write it as https://HOST/api/v3");
    }
    if (api.getRawUserInfo() != null || api.getRawQuery() != null || api.getFragment() != null) {
      throw invalid(
          property,
          "carries a user name, a password or a query",
          "Write the bare address and name a token-file");
    }
    boolean waived = given.encryption() == Encryption.WAIVED && LOOPBACK.contains(api.getHost());
    if (scheme.equals("http") && !waived) {
      throw invalid(property, "uses unencrypted http:", "Use https:");
    }
  }

  private static String path(Given given, Optional<GitAddress> git) throws Stopped {
    Optional<String> path =
        given.path().isPresent()
            ? given.path().flatMap(GitAddress::path)
            : git.flatMap(GitAddress::path);
    return path.orElseThrow(() ->
        invalid(
            given.property() + ".github.repository",
            given.path().isPresent()
                ? "is not of the form OWNER/NAME"
                : "is missing, and the URL does not tell it",
            "Set it to owner and name, such as acme/config"));
  }

  /** Git's token is for Git's host: it goes to no other one unless the operator says so. */
  private static Optional<Path> token(Given given, Optional<GitAddress> git, URI api) {
    boolean same =
        git.isPresent()
            && (git.get().host().equalsIgnoreCase(api.getHost())
                || usual(git.get().host())
                    .filter(known -> known.getHost().equalsIgnoreCase(api.getHost()))
                    .isPresent());
    return given.tokenFile().or(() -> same ? given.gitTokenFile() : Optional.empty());
  }

  private static URI withoutSlash(URI api) {
    return URI.create(api.toString().replaceFirst("/+$", ""));
  }

  private static Stopped invalid(String property, String message, String remedy) {
    return new Stopped(Failure.of(Reason.INVALID_CONFIGURATION, property + ": " + message, remedy));
  }
}
