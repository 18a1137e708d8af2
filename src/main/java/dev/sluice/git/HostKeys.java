package dev.sluice.git;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Host keys of one known_hosts file, strictly: an unknown key is as bad as a wrong one. */
final class HostKeys implements ServerKeyDatabase {

  private final ServerKeyDatabase known;
  private volatile boolean rejected;

  HostKeys(Path knownHosts) {
    this.known = new OpenSshServerKeyDatabase(false, List.of(knownHosts));
  }

  /** Whether a host has shown a key that is not in the file. */
  boolean hasRejected() {
    return rejected;
  }

  @Override
  public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration config) {
    return known.lookup(address, remote, new Strict(config.getUsername()));
  }

  @Override
  public boolean accept(
      String address,
      InetSocketAddress remote,
      PublicKey key,
      Configuration config,
      CredentialsProvider provider) {
    boolean accepted =
        known.accept(address, remote, key, new Strict(config.getUsername()), provider);
    rejected |= !accepted;
    return accepted;
  }

  private record Strict(String username) implements Configuration {

    @Override
    public List<String> getUserKnownHostsFiles() {
      return List.of();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return List.of();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return false;
    }

    @Override
    public String getUsername() {
      return username;
    }
  }
}
