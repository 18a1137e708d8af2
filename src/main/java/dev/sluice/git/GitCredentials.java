package dev.sluice.git;

import java.nio.file.Path;

/** What a repository is read with. Secrets stay in files and are read anew for each poll. */
public sealed interface GitCredentials {

  /** Nothing: a public repository. */
  record None() implements GitCredentials {}

  /**
   * A token over HTTPS, sent as the password of basic authentication.
   *
   * @param username the name that goes with it; hosts that look at the token alone take any
   * @param file holds the token; white space around it is ignored
   */
  record Token(String username, Path file) implements GitCredentials {}

  /**
   * A private key over SSH.
   *
   * @param keyFile the key, in OpenSSH or PEM format, without passphrase
   * @param knownHosts the host keys to accept, in OpenSSH format; no other host is talked to
   */
  record SshKey(Path keyFile, Path knownHosts) implements GitCredentials {}
}
