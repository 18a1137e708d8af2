package dev.sluice.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.github.GitHubLocator.Encryption;
import dev.sluice.model.Stopped;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubLocatorTest {

  private static final Path GIT_TOKEN = Path.of("/secrets/git");
  private static final Path OWN_TOKEN = Path.of("/secrets/api");

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/config.git,        https://api.github.com",
    "https://github.com/acme/config,            https://api.github.com",
    "https://github.com/acme/config/,           https://api.github.com",
    "https://GitHub.com:443/acme/config.git,    https://api.github.com",
    "git@github.com:acme/config.git,            https://api.github.com",
    "ssh://git@github.com/acme/config.git,      https://api.github.com",
    "ssh://git@ssh.github.com:443/acme/config,  https://api.github.com",
    "https://acme.ghe.com/acme/config.git,      https://api.acme.ghe.com",
  })
  void knowsTheHostsOfGitHubItself(String url, String api) throws Stopped {
    GitHubRepository found = GitHubLocator.locate(given(url)).orElseThrow();
    assertThat(found.api()).isEqualTo(URI.create(api));
    assertThat(found.path()).isEqualTo("acme/config");
    assertThat(found.tokenFile()).as("for the same host").contains(GIT_TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "https://gitlab.com/acme/config.git",
    "https://github.com.evil.example/acme/config.git",
    "https://evil.example/github.com/config.git",
    "https://github.com@evil.example/acme/config",
    "https://a.b.ghe.com/acme/config",
    "git@git.example.com:acme/config.git",
    "file:///srv/git/config.git",
  })
  void takesNoOtherHostForGitHub(String url) throws Stopped {
    assertThat(GitHubLocator.locate(given(url))).isEmpty();
  }

  @Test
  void asksAnEnterpriseServerWhereTheOperatorSays() throws Stopped {
    GitHubRepository found =
        GitHubLocator.locate(
                given("git@git.example.com:acme/config.git", "https://git.example.com/api/v3/"))
            .orElseThrow();
    assertThat(found)
        .isEqualTo(
            new GitHubRepository(
                URI.create("https://git.example.com/api/v3"),
                "acme/config",
                Optional.of(GIT_TOKEN)));
    assertThat(found.below("/commits/c1/statuses"))
        .hasToString("https://git.example.com/api/v3/repos/acme/config/commits/c1/statuses");
  }

  @Test
  void gitsTokenGoesToNoOtherHostUnlessTheOperatorSaysSo() throws Stopped {
    String url = "https://mirror.example.com/acme/config.git";
    String api = "https://git.example.com/api/v3";
    assertThat(GitHubLocator.locate(given(url, api)).orElseThrow().tokenFile()).isEmpty();
    GitHubLocator.Given own =
        new GitHubLocator.Given(
            "sluice.repositories.config",
            url,
            Optional.of(URI.create(api)),
            Optional.of("acme/other"),
            Optional.of(OWN_TOKEN),
            Optional.of(GIT_TOKEN),
            Encryption.REQUIRED);
    assertThat(GitHubLocator.locate(own).orElseThrow().tokenFile()).contains(OWN_TOKEN);
    assertThat(GitHubLocator.locate(own).orElseThrow().path()).isEqualTo("acme/other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://git.example.com/api/v3     | acme/config  | github.api-url: uses unencrypted http:",
        "http://127.0.0.1.evil.example/v3  | acme/config  | github.api-url: uses unencrypted http:",
        "git.example.com/api/v3            | acme/config  | github.api-url: is no address",
        "ftp://git.example.com/            | acme/config  | github.api-url: is no address",
        "https://me:secret@git.example.com | acme/config  | github.api-url: carries a user name",
        "https://git.example.com?token=1   | acme/config  | github.api-url: carries a user name",
        "https://git.example.com           | acme         | github.repository: is not of the form",
        "https://git.example.com           | acme/../x    | github.repository: is not of the form",
        "https://git.example.com           | acme/..      | github.repository: is not of the form",
        "https://git.example.com           | a/b?c=d      | github.repository: is not of the form",
        "                                  | acme/config  | github.api-url: is missing",
      })
  void namesTheSettingThatIsWrong(String api, String path, String message) {
    GitHubLocator.Given given =
        new GitHubLocator.Given(
            "sluice.repositories.config",
            "https://git.example.org/x/y/z.git",
            Optional.ofNullable(api).map(URI::create),
            Optional.of(path),
            Optional.empty(),
            Optional.empty(),
            Encryption.WAIVED);
    assertThatThrownBy(() -> GitHubLocator.locate(given))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("sluice.repositories.config." + message)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void wantsOwnerAndNameWhereTheUrlDoesNotTell() {
    assertThatThrownBy(
            () -> GitHubLocator.locate(given("https://git.example.com/a/b/c", "https://g.example")))
        .hasMessageContaining(
            "sluice.repositories.config.github.repository: is missing, and the URL does not tell");
  }

  private static GitHubLocator.Given given(String url) {
    return new GitHubLocator.Given(
        "sluice.repositories.config",
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(GIT_TOKEN),
        Encryption.REQUIRED);
  }

  private static GitHubLocator.Given given(String url, String api) {
    return new GitHubLocator.Given(
        "sluice.repositories.config",
        url,
        Optional.of(URI.create(api)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(GIT_TOKEN),
        Encryption.REQUIRED);
  }
}
