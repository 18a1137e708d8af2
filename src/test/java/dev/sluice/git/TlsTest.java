package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.GitFaults;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS to a host whose certificate nobody vouches for. */
class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void unknownCertificateIsRefusedBeforeTheTokenIsSent() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cr3t");
    GitFaults seen = new GitFaults();
    GitHostOptions options = GitHostOptions.open().withTls(selfSigned()).withFilters(List.of(seen));
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, options)) {
      config.commit("main", Map.of("a", "1"));
      RepositorySettings settings =
          RepositorySettings.of("config", host.url("config"))
              .with(new GitCredentials.Token("x", folder.resolve("token")));
      try (GitRepository repository = GitRepository.open(settings, folder.resolve("data"))) {
        Failure failure = stops(Reason.REPOSITORY_UNREACHABLE, repository::poll);

        assertThat(failure.message()).contains("https://127.0.0.1:", "TLS");
        assertThat(failure.remedy()).contains("certificate");
        assertThat(seen.seen()).as("no request came through").isEmpty();
      }
    }
  }

  private SSLContext selfSigned() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-alias",
                "host",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
