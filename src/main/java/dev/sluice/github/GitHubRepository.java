package dev.sluice.github;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One repository at a GitHub host.
 *
 * @param api the host's API, without a slash at the end: {@code https://api.github.com}, {@code
 *     https://github.example.com/api/v3}
 * @param path owner and name: {@code acme/config}
 * @param tokenFile file with the token it is asked with, read anew for every request; empty to ask
 *     as nobody, which public repositories allow
 */
public record GitHubRepository(URI api, String path, Optional<Path> tokenFile) {

  /** For people. */
  String display() {
    return path + " at " + api.getAuthority();
  }

  /** An address below this repository; the rest is encoded already. */
  URI below(String rest) {
    return URI.create(api + "/repos/" + path + rest);
  }
}
