package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are taken, and that none that is refused is ever repeated. */
class RemoteUrlTest {

  private static final GitCredentials TOKEN = new GitCredentials.Token("x", Path.of("token"));
  private static final GitCredentials KEY =
      new GitCredentials.SshKey(Path.of("key"), Path.of("known_hosts"));

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/config.git, https://github.com/acme/config.git",
    "https://git.example.com:8443/c.git, https://git.example.com:8443/c.git"
  })
  void https(String url, String display) throws Exception {
    assertThat(RemoteUrl.of(RepositorySettings.of("c", url).with(TOKEN)).display())
        .isEqualTo(display);
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://git@github.com/acme/config.git, git",
    "ssh://github.com/acme/config.git, git",
    "deploy@github.com:acme/config.git, deploy",
    "github.com:acme/config.git, git"
  })
  void ssh(String url, String user) throws Exception {
    RemoteUrl checked = RemoteUrl.of(RepositorySettings.of("c", url).with(KEY));

    assertThat(checked.scheme()).isEqualTo("ssh");
    assertThat(checked.uri().getUser()).isEqualTo(user);
    assertThat(checked.display()).isEqualTo("ssh://github.com/acme/config.git");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:hunter2@github.com/c.git",
        "https://hunter2@github.com/c.git",
        "https://github.com/c.git?access_token=hunter2",
        "https://github.com/c.git#hunter2",
        "ssh://git:hunter2@github.com/c.git"
      })
  void secretInTheUrlIsRefusedAndNotRepeated(String url) {
    Failure failure =
        stops(Reason.INVALID_CONFIGURATION, () -> RemoteUrl.of(RepositorySettings.of("c", url)));

    assertThat(failure.toString()).contains("repository c").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://github.com/c.git",
        "git://github.com/c.git",
        "ftp://github.com/c.git",
        "file:///srv/c.git",
        "/srv/c.git",
        "../c.git",
        "ext::sh -c whoami",
        "http://127.0.0.1/c.git"
      })
  void otherTransportsAreRefused(String url) {
    stops(Reason.TRANSPORT_REFUSED, () -> RemoteUrl.of(RepositorySettings.of("c", url)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/c.git, true",
    "http://localhost/c.git, true",
    "http://[::1]:8080/c.git, true",
    "http://127.0.0.1.example.com/c.git, false",
    "http://localhost.example.com/c.git, false",
    "http://10.0.0.1/c.git, false"
  })
  void plainHttpStaysOnThisMachine(String url, boolean allowed) {
    RepositorySettings settings =
        RepositorySettings.of("c", url).with(Set.of(Exemption.ALLOW_PLAIN_HTTP));
    if (allowed) {
      assertThatCode(() -> RemoteUrl.of(settings)).doesNotThrowAnyException();
    } else {
      stops(Reason.TRANSPORT_REFUSED, () -> RemoteUrl.of(settings));
    }
  }

  @Test
  void fileOnlyWhereConfigured() throws Exception {
    RepositorySettings settings =
        RepositorySettings.of("c", "file:///srv/c.git").with(Set.of(Exemption.ALLOW_FILE));

    assertThat(RemoteUrl.of(settings).display()).isEqualTo("file:/srv/c.git");
  }

  @Test
  void credentialsMustFitTheTransport() {
    String https = "https://github.com/c.git";
    String ssh = "ssh://github.com/c.git";
    RepositorySettings overSsh = RepositorySettings.of("c", ssh);
    stops(
        Reason.INVALID_CONFIGURATION,
        () -> RemoteUrl.of(RepositorySettings.of("c", https).with(KEY)));
    stops(Reason.INVALID_CONFIGURATION, () -> RemoteUrl.of(overSsh.with(TOKEN)));
    stops(Reason.INVALID_CONFIGURATION, () -> RemoteUrl.of(overSsh));
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example.com/other.git, true",
    "https://git.example.com:443/other.git, true",
    "https://GIT.example.com/other.git, true",
    "http://git.example.com/c.git, false",
    "https://git.example.com:8443/c.git, false",
    "https://git.example.com.evil.org/c.git, false",
    "https://evil.org/c.git, false",
    "https://me@git.example.com/c.git, false"
  })
  void redirectMayOnlyStay(String target, boolean same) throws Exception {
    RemoteUrl home = RemoteUrl.of(RepositorySettings.of("c", "https://git.example.com/c.git"));
    if (same) {
      assertThatCode(() -> home.refuseOther(URI.create(target).toURL())).doesNotThrowAnyException();
    } else {
      assertThatCode(() -> home.refuseOther(URI.create(target).toURL()))
          .isInstanceOfSatisfying(
              HostRefused.class,
              refused -> assertThat(refused.failure().reason()).isEqualTo(Reason.REDIRECT_REFUSED));
    }
  }
}
