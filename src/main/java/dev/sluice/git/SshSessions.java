package dev.sluice.git;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * SSH sessions of one poll: the configured key and host keys, nothing of the account (no {@code
 * ~/.ssh}, no agent, no password), every byte counted.
 */
final class SshSessions extends SshSessionFactory implements AutoCloseable {

  private final SshdSessionFactory sessions;
  private final HostKeys hostKeys;
  private final FetchBudget budget;

  /**
   * Sessions with one key.
   *
   * @param home an existing folder that stands for the home directory, so that none is looked up
   */
  SshSessions(GitCredentials.SshKey key, Path home, FetchBudget budget) {
    this.hostKeys = new HostKeys(key.knownHosts());
    this.budget = budget;
    File folder = home.toFile();
    this.sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(folder)
            .setSshDirectory(folder)
            .setConfigFile(_ -> null)
            .setPreferredAuthentications("publickey")
            .setDefaultIdentities(_ -> List.of(key.keyFile()))
            .setDefaultKnownHostsFiles(_ -> List.of(key.knownHosts()))
            .setServerKeyDatabase((_, _) -> hostKeys)
            .setConnectorFactory(null)
            .build(null);
  }

  /** Whether the host has shown a key that is not known. */
  boolean hasRejectedHostKey() {
    return hostKeys.hasRejected();
  }

  @Override
  public RemoteSession getSession(URIish uri, CredentialsProvider none, FS fs, int timeout)
      throws TransportException {
    return new MeteredSession(sessions.getSession(uri, none, fs, timeout), budget);
  }

  @Override
  public String getType() {
    return "sluice";
  }

  @Override
  public void close() {
    sessions.close();
  }
}
