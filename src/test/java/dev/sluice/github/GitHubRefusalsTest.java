package dev.sluice.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no answer is told as what it is. */
class GitHubRefusalsTest extends GitHubStub {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | GitHubRefusedCredentials | does not accept the token: no entry",
        "403 | GitHubForbidden          | does not let the token read reports about commits of"
            + " acme/config: no entry",
        "404 | GitHubNotFound           | has no repository acme/config that the token may see",
        "422 | GitHubNotFound           | does not have the commit: no entry",
        "500 | GitHubUnreachable        | answers 500: no entry",
        "503 | GitHubUnreachable        | answers 503: no entry",
        "418 | GitHubAnswerInvalid      | is not the API of GitHub: 418: no entry",
        "204 | GitHubAnswerInvalid      | is not the API of GitHub: 204",
      })
  void saysWhatARefusalMeans(int status, String reason, String message) {
    answer(
        aResponse()
            .withStatus(status)
            .withBody(status == 204 ? "" : "{\"message\": \"no\\nentry\"}"));
    Failure failure = failure();
    assertThat(failure.reason().word()).isEqualTo(reason);
    assertThat(failure.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Welcome to our portal</html> | no JSON",
        "{\"check_runs\": 7}                | JSON of another form",
        "\"[]\"                             | JSON of another form",
        "[] []                              | no JSON",
        "[{\"context\": \"ci\"              | no JSON",
        "''                                 | JSON of another form",
      })
  void saysWhenSomethingElseAnswers(String body, String message) {
    answer(aResponse().withStatus(200).withBody(body));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_ANSWER_INVALID);
    assertThat(failure().message()).contains(message);
  }

  @Test
  void nestsNotForEver() {
    answer(aResponse().withBody("[".repeat(50_000)));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_ANSWER_INVALID);
  }

  @Test
  void readsNoMoreThanItMay() {
    answer(okJson("[\"%s\"]".formatted("x".repeat(200_000))));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_UNREACHABLE);
    assertThat(failure().message()).contains("answers with more than 100000 bytes");
  }

  @Test
  void waitsForNoAnswerForEver() {
    impatient();
    answer(okJson("[]").withFixedDelay(4000));
    assertThat(failure().message()).contains("gave no whole answer within 1 s");
    assertThat(heard).containsExactly(0);
  }

  @Test
  void waitsNotForABodyThatTrickles() {
    impatient();
    answer(okJson("[" + " ".repeat(1000) + "]").withChunkedDribbleDelay(100, 4000));
    assertThat(failure().message()).contains("gave no whole answer within 1 s");
  }

  @Test
  void saysWhenNobodyIsThere() {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_UNREACHABLE);
    WireMockServer gone = server();
    gone.start();
    URI nobody = URI.create(gone.baseUrl());
    gone.stop();
    repository = new GitHubRepository(nobody, "acme/config", Optional.empty());
    assertThat(failure().message()).contains("cannot be reached");
    repository =
        new GitHubRepository(
            URI.create("http://github.invalid/api/v3"), "acme/config", Optional.empty());
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_UNREACHABLE);
    assertThat(failure().message()).startsWith("github.invalid ");
  }

  @Test
  void theTokenIsReadAnewAndNeverShown() throws IOException, Stopped {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withBody("{\"message\": \"Bearer %s is bad\"}".formatted(TOKEN))));
    assertThat(failure().toString()).contains("Bearer (the token) is bad").doesNotContain(TOKEN);
    Path file = repository.tokenFile().orElseThrow();
    Files.writeString(file, "two\nlines");
    assertThat(failure().message()).contains("does not hold a token").doesNotContain("lines");
    Files.delete(file);
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_REFUSED_CREDENTIALS);
    Files.writeString(file, "better");
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .withHeader("Authorization", equalTo("Bearer better"))
            .willReturn(okJson("[]")));
    assertThat(statuses().read()).isEmpty();
    SERVER.verify(2, getRequestedFor(urlPathEqualTo(STATUSES)));
  }

  private void impatient() {
    github.close();
    github =
        new GitHub(
            new Exchange.Limits(Duration.ofSeconds(1), 100_000),
            (host, status, took) -> heard.add(status),
            clock);
  }
}
