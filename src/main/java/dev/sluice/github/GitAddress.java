package dev.sluice.github;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the address of a Git repository tells about where it is.
 *
 * @param host in lower case, without port
 * @param path owner and name, as GitHub writes them; empty when the address has no such form
 */
record GitAddress(String host, Optional<String> path) {

  private static final Pattern URL =
      Pattern.compile("(?i)(?:https?|ssh)://(?:[^@/]*@)?([^/:@]+)(?::[0-9]+)?/+(.+)");
  private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:@]+):(?!/)(.+)");
  private static final Pattern PATH =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}?)(?:\\.git)?/*");

  /** Reads {@code https://…}, {@code ssh://…} and {@code user@host:path}; empty for others. */
  static Optional<GitAddress> of(String url) {
    Matcher address = URL.matcher(url);
    if (!address.matches()) {
      address = SCP.matcher(url);
    }
    return address.matches()
        ? Optional.of(
            new GitAddress(address.group(1).toLowerCase(Locale.ROOT), path(address.group(2))))
        : Optional.empty();
  }

  /** Owner and name, if that is what this is. */
  static Optional<String> path(String text) {
    Matcher path = PATH.matcher(text);
    return path.matches() && !path.group(1).endsWith("/.") && !path.group(1).endsWith("/..")
        ? Optional.of(path.group(1))
        : Optional.empty();
  }
}
