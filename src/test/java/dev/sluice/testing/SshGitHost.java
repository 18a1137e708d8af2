package dev.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.UploadPack;

/** A Git host over SSH on the loopback interface: one host key, one user key, fetches only. */
public final class SshGitHost implements AutoCloseable {

  private static final Pattern FETCH = Pattern.compile("git-upload-pack '/?(?<name>[a-z]+\\.git)'");

  private final SshServer server;
  private final PublicKey hostKey;

  private SshGitHost(SshServer server, PublicKey hostKey) {
    this.server = server;
    this.hostKey = hostKey;
  }

  /** Serves the bare repositories of a folder to the owner of one key. */
  public static SshGitHost start(Path folder, KeyPair host, PublicKey user) throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, user));
    server.setCommandFactory((_, command) -> new Fetch(folder, command));
    server.start();
    return new SshGitHost(server, host.getPublic());
  }

  /** Where a repository is. */
  public String url(String name) {
    return "ssh://git@127.0.0.1:" + server.getPort() + "/" + name + ".git";
  }

  /** The line of a known_hosts file that names this host with its key. */
  public String knownHost() {
    return knownHost(hostKey);
  }

  /** The line that names this host with another key. */
  public String knownHost(PublicKey key) {
    return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n";
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static final class Fetch implements Command {

    private final Path folder;
    private final String command;
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;

    Fetch(Path folder, String command) {
      this.folder = folder;
      this.command = command;
    }

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread.ofVirtual().start(() -> run(environment.getEnv()));
    }

    @Override
    public void destroy(ChannelSession channel) {}

    private void run(Map<String, String> environment) {
      Matcher fetch = FETCH.matcher(command);
      if (!fetch.matches()) {
        exit.onExit(127, "only git-upload-pack");
        return;
      }
      try (Repository repository =
          new FileRepositoryBuilder()
              .setGitDir(folder.resolve(fetch.group("name")).toFile())
              .setMustExist(true)
              .build()) {
        UploadPack pack = new UploadPack(repository);
        String protocol = environment.get("GIT_PROTOCOL");
        pack.setExtraParameters(protocol == null ? List.of() : List.of(protocol));
        pack.upload(in, out, null);
        exit.onExit(0);
      } catch (IOException | UncheckedIOException e) {
        exit.onExit(128, "failed");
      }
    }
  }
}
