package dev.sluice.git;

import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/**
 * A checked address: a transport that is allowed, no secret inside, credentials that fit it.
 *
 * @param uri the address as JGit takes it
 * @param scheme {@code https}, {@code http}, {@code ssh} or {@code file}
 */
record RemoteUrl(URIish uri, String scheme) {

  /** Checks the address of a repository. */
  static RemoteUrl of(RepositorySettings settings) throws Stopped {
    String who = "the URL of repository " + settings.name();
    URIish uri;
    try {
      uri = new URIish(settings.url());
    } catch (URISyntaxException e) {
      // Neither the URL nor the exception is shown: a mistyped URL may hold a token.
      throw refused(
          Reason.INVALID_CONFIGURATION, who + " is not a URL", "Write it as https://host/path.git");
    }
    String scheme = scheme(uri);
    refuseSecrets(settings, uri, scheme, who);
    switch (scheme) {
      case "https", "ssh" -> {}
      case "http" -> checkPlainHttp(settings, uri, who);
      case "file" -> checkFile(settings, who);
      default ->
          throw refused(
              Reason.TRANSPORT_REFUSED,
              who + " uses " + (scheme.isEmpty() ? "a local path" : scheme + ":"),
              "Use https: or ssh:");
    }
    checkCredentials(settings, scheme, who);
    boolean nameless = scheme.equals("ssh") && uri.getUser() == null;
    return new RemoteUrl(nameless ? uri.setUser("git") : uri, scheme);
  }

  /** Whether this is HTTP, encrypted or not. */
  boolean isHttp() {
    return scheme.equals("https") || scheme.equals("http");
  }

  /** The port that is talked to. */
  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return switch (scheme) {
      case "https" -> 443;
      case "http" -> 80;
      case "ssh" -> 22;
      default -> -1;
    };
  }

  /** Refuses an address at another scheme, host or port than this one. */
  void refuseOther(URL other) throws HostRefused {
    int otherPort = other.getPort() > 0 ? other.getPort() : other.getDefaultPort();
    boolean same =
        other.getProtocol().equalsIgnoreCase(scheme)
            && other.getHost().equalsIgnoreCase(uri.getHost())
            && otherPort == port()
            && other.getUserInfo() == null;
    if (!same) {
      String target = other.getProtocol() + "://" + other.getHost() + ":" + otherPort;
      throw new HostRefused(
          Failure.of(
              Reason.REDIRECT_REFUSED,
              display() + " redirects to " + target.replaceAll("[^ -~]", "?"),
              "If the repository has moved, write its new URL into the settings;"
                  + " credentials are never sent to another host"));
    }
  }

  /** Host and path, for people: never a user name or password. */
  String display() {
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (scheme.equals("file")) {
      return "file:" + path;
    }
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    return scheme + "://" + uri.getHost() + port + (path.startsWith("/") ? path : "/" + path);
  }

  private static String scheme(URIish uri) {
    if (uri.getScheme() != null) {
      return uri.getScheme().toLowerCase(Locale.ROOT);
    }
    if (uri.getPath() != null && uri.getPath().startsWith(":")) {
      // The git program takes "ext::command" as a command to run; here it is no host either.
      return "remote helper";
    }
    return uri.getHost() == null ? "" : "ssh";
  }

  private static void refuseSecrets(
      RepositorySettings settings, URIish uri, String scheme, String who) throws Stopped {
    boolean web = scheme.startsWith("http");
    boolean query = settings.url().contains("?") || settings.url().contains("#");
    if (uri.getPass() != null || (web && (uri.getUser() != null || query))) {
      throw refused(
          Reason.INVALID_CONFIGURATION,
          who + " carries a user name, a password or a query",
          "Write the bare URL and name a token file in the credentials;"
              + " if the URL held a token, replace that token: it may have been seen");
    }
  }

  private static void checkPlainHttp(RepositorySettings settings, URIish uri, String who)
      throws Stopped {
    if (!settings.exemptions().contains(Exemption.ALLOW_PLAIN_HTTP)) {
      throw refused(Reason.TRANSPORT_REFUSED, who + " uses unencrypted http:", "Use https:");
    }
    if (!isLoopback(uri.getHost())) {
      throw refused(
          Reason.TRANSPORT_REFUSED,
          who + " uses unencrypted http: to a host that is not this machine",
          "Use https:; allowPlainHttp is for hosts of the loopback only");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  private static void checkFile(RepositorySettings settings, String who) throws Stopped {
    if (!settings.exemptions().contains(Exemption.ALLOW_FILE)) {
      throw refused(
          Reason.TRANSPORT_REFUSED,
          who + " uses file:",
          "Use https: or ssh:, or set allowFile for a demo or a test");
    }
  }

  private static void checkCredentials(RepositorySettings settings, String scheme, String who)
      throws Stopped {
    String mistake =
        switch (settings.credentials()) {
          case GitCredentials.None _ ->
              scheme.equals("ssh") ? who + " uses ssh: but no key file is named" : "";
          case GitCredentials.Token _ ->
              scheme.startsWith("http") ? "" : who + " uses " + scheme + ": but a token is named";
          case GitCredentials.SshKey _ ->
              scheme.equals("ssh") ? "" : who + " uses " + scheme + ": but an SSH key is named";
        };
    if (!mistake.isEmpty()) {
      throw refused(
          Reason.INVALID_CONFIGURATION,
          mistake,
          "https: goes with a token file, ssh: with a key file and a known_hosts file");
    }
  }

  private static Stopped refused(Reason reason, String message, String remedy) {
    return new Stopped(Failure.of(reason, message, remedy));
  }
}
