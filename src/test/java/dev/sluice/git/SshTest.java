package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.SshGitHost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Map;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SSH against a real server: the given key, the given host keys, nothing else. */
@Timeout(60)
class SshTest {

  @TempDir Path folder;
  private ConfigRepository config;
  private SshGitHost host;
  private GitRepository repository;

  @AfterEach
  void close() throws Exception {
    if (repository != null) {
      repository.close();
    }
    host.close();
    config.close();
  }

  private void start(KeyPair hostKey, KeyPair userKey) throws Exception {
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = SshGitHost.start(folder, hostKey, userKey.getPublic());
    write(userKey);
    Files.writeString(knownHosts(), host.knownHost());
  }

  private Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  private void write(KeyPair key) throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("key"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
    }
  }

  private GitRepository open(GitLimits limits) throws Exception {
    return repository =
        GitRepository.open(
            RepositorySettings.of("config", host.url("config"))
                .with(new GitCredentials.SshKey(folder.resolve("key"), knownHosts()))
                .with(limits),
            folder.resolve("data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "RSA", "EC"})
  void fetchesWithTheGivenKey(String algorithm) throws Exception {
    start(key(algorithm), key(algorithm));

    open(GitLimits.DEFAULT);

    assertThat(repository.poll().moved()).containsOnlyKeys("main");
    String second = config.commit("main", Map.of("a", "2"));
    repository.poll();
    assertThat(repository.tip("main").commit()).isEqualTo(second);
  }

  @Test
  void anotherHostKeyIsRejected() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    Files.writeString(knownHosts(), host.knownHost(key("Ed25519").getPublic()));

    hostKeyIsRejected();
  }

  @Test
  void unknownHostIsRejectedAndNotRemembered() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    Files.writeString(knownHosts(), "");

    hostKeyIsRejected();
  }

  private void hostKeyIsRejected() throws Exception {
    String before = Files.readString(knownHosts());

    Failure failure = stops(Reason.HOST_KEY_REJECTED, open(GitLimits.DEFAULT)::poll);

    assertThat(failure.message()).contains("ssh://127.0.0.1:").doesNotContain("git@");
    assertThat(Files.readString(knownHosts())).isEqualTo(before);
    Files.writeString(knownHosts(), host.knownHost());
    assertThat(repository.poll().moved()).containsOnlyKeys("main");
  }

  @Test
  void anotherUserKeyIsRefused() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    write(key("Ed25519"));

    Failure failure = stops(Reason.GIT_AUTHENTICATION_FAILED, open(GitLimits.DEFAULT)::poll);

    assertThat(failure.message()).contains("refused the SSH key");
  }

  @Test
  void missingKeyFileIsNamed() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    Files.delete(folder.resolve("key"));

    assertThat(stops(Reason.GIT_AUTHENTICATION_FAILED, open(GitLimits.DEFAULT)::poll).message())
        .contains("key", "missing");
  }

  @Test
  void missingRepositoryIsNamed() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    repository =
        GitRepository.open(
            RepositorySettings.of("config", host.url("nothing"))
                .with(new GitCredentials.SshKey(folder.resolve("key"), knownHosts())),
            folder.resolve("data"));

    stops(Reason.REPOSITORY_NOT_FOUND, repository::poll);
  }

  @Test
  void bytesAreCounted() throws Exception {
    start(key("Ed25519"), key("Ed25519"));
    GitLimits tiny = new GitLimits(300, 1000, 100, Duration.ofSeconds(20), Duration.ofSeconds(10));

    stops(Reason.GIT_LIMIT_EXCEEDED, open(tiny)::poll);
  }

  private static KeyPair key(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = SecurityUtils.getKeyPairGenerator(algorithm);
    switch (algorithm) {
      case "RSA" -> generator.initialize(2048);
      case "EC" -> generator.initialize(256);
      default -> {}
    }
    return generator.generateKeyPair();
  }
}
