package dev.sluice.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubTest {

  private static final String COMMIT = "c".repeat(40);
  private static final String TOKEN = "ghp_verySecret";
  private static final String STATUSES =
      "/api/v3/repos/acme/config/commits/" + COMMIT + "/statuses";
  private static final String CHECKS =
      "/api/v3/repos/acme/config/commits/" + COMMIT + "/check-runs";
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private static final WireMockServer SERVER = server();
  private static final WireMockServer ELSEWHERE = server();

  private final MutableClock clock = new MutableClock();
  private final List<Integer> heard = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  private GitHub github;
  private GitHubRepository repository;

  @BeforeAll
  static void listen() {
    SERVER.start();
    ELSEWHERE.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
    ELSEWHERE.stop();
  }

  @BeforeEach
  void begin() throws IOException {
    clock.advance(Duration.between(clock.instant(), NOW));
    SERVER.resetAll();
    ELSEWHERE.resetAll();
    ELSEWHERE.stubFor(any(anyUrl()).willReturn(okJson("[]")));
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    repository =
        new GitHubRepository(URI.create(url("/api/v3")), "acme/config", Optional.of(token));
    github =
        new GitHub(
            new Exchange.Limits(Duration.ofSeconds(20), 100_000),
            (host, status, took) -> heard.add(status),
            clock);
  }

  @AfterEach
  void end() {
    github.close();
  }

  @Test
  void readsChecksAsOneWhoMay() throws Stopped {
    SERVER.stubFor(
        get(urlPathEqualTo(CHECKS))
            .withQueryParam("check_name", equalTo("ci / build & test"))
            .withQueryParam("filter", equalTo("latest"))
            .withQueryParam("app_id", absent())
            .withHeader("Authorization", equalTo("Bearer " + TOKEN))
            .withHeader("Accept", equalTo("application/vnd.github+json"))
            .willReturn(
                okJson(
                    """
                    {"total_count": 3, "check_runs": [
                     {"id": 9007199254740993, "name": "ci / build & test", "head_sha": "%1$s",
                      "status": "completed", "conclusion": "success",
                      "html_url": "https://github.example.com/acme/config/runs/7",
                      "app": {"id": 15368, "slug": "github-actions"}},
                     {"id": 8, "name": "ci / build & test", "head_sha": "%1$s",
                      "status": "in_progress", "conclusion": null, "html_url": "javascript:alert()",
                      "app": null},
                     {"id": 9, "name": "another", "head_sha": "%1$s", "status": "completed"}]}
                    """
                        .formatted(COMMIT))));
    assertThat(github.checkRuns(repository, COMMIT, "ci / build & test", "github-actions").read())
        .containsExactly(
            new CheckRun(
                9007199254740993L,
                "ci / build & test",
                COMMIT,
                "completed",
                "success",
                15368,
                "github-actions",
                "https://github.example.com/acme/config/runs/7"),
            new CheckRun(8, "ci / build & test", COMMIT, "in_progress", "", 0, "", ""));
    assertThat(heard).containsExactly(200);
  }

  @Test
  void letsTheHostChooseByTheIdOfAnApp() throws Stopped {
    SERVER.stubFor(
        get(urlPathEqualTo(CHECKS))
            .withQueryParam("app_id", equalTo("15368"))
            .willReturn(okJson("{\"check_runs\": []}")));
    assertThat(github.checkRuns(repository, COMMIT, "ci", "15368").read()).isEmpty();
  }

  @Test
  void asksAsNobodyWithoutAToken() throws Stopped {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .withHeader("Authorization", absent())
            .willReturn(okJson("[]")));
    repository = new GitHubRepository(repository.api(), repository.path(), Optional.empty());
    assertThat(statuses().read()).isEmpty();
  }

  @Test
  void readsPageAfterPageUntilItKnowsEnough() throws Stopped {
    page(1, "[%s, %s]".formatted(status("other", "x"), status("ci", "alice")), 2);
    page(2, "[%s]".formatted(status("ci", "jenkins")), 3);
    page(3, "[%s]".formatted(status("ci", "older")), 0);
    Listing<CommitStatus> until =
        github.statuses(repository, COMMIT, "ci", one -> one.creator().equals("jenkins"));
    assertThat(until.read()).extracting(CommitStatus::creator).containsExactly("alice", "jenkins");
    assertThat(statuses().read())
        .extracting(CommitStatus::creator)
        .containsExactly("alice", "jenkins", "older");
    assertThat(heard).hasSize(5);
  }

  @Test
  void pagesThatGoOnForEverEnd() {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(
                okJson("[]")
                    .withTransformers("response-template")
                    .withHeader("Link", next("/more/{{randomValue length=9}}"))));
    SERVER.stubFor(
        get(urlPathMatching("/more/.*"))
            .willReturn(
                okJson("[]")
                    .withTransformers("response-template")
                    .withHeader("Link", next("/more/{{randomValue length=9}}"))));
    assertThat(failure().message()).contains("more than 20 pages");
    assertThat(heard).hasSize(20);
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Stopped {
    page(1, "[%s]".formatted(status("ci", "alice")), 2);
    page(2, "[%s]".formatted(status("ci", "bob")), 0);
    Listing<CommitStatus> listing = statuses();
    assertThat(listing.read()).hasSize(2);
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .withHeader("If-None-Match", equalTo("\"1\""))
            .willReturn(aResponse().withStatus(304)));
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .withQueryParam("page", equalTo("2"))
            .withHeader("If-None-Match", equalTo("\"2\""))
            .willReturn(aResponse().withStatus(304)));
    assertThat(listing.read()).extracting(CommitStatus::creator).containsExactly("alice", "bob");
    page(1, "[%s]".formatted(status("ci", "carol")), 0);
    assertThat(listing.read()).extracting(CommitStatus::creator).containsExactly("carol");
    assertThat(heard).containsExactly(200, 200, 304, 304, 200);
  }

  @Test
  void aRepositoryThatWasRenamedIsFollowed() throws Stopped {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(
                aResponse().withStatus(301).withHeader("Location", "/api/v3/repositories/7/s")));
    SERVER.stubFor(
        get("/api/v3/repositories/7/s")
            .withHeader("Authorization", equalTo("Bearer " + TOKEN))
            .willReturn(okJson("[%s]".formatted(status("ci", "alice")))));
    assertThat(statuses().read()).hasSize(1);
  }

  @Test
  void aRedirectElsewhereIsNotFollowedAndSeesNoToken() {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(
                aResponse()
                    .withStatus(302)
                    .withHeader("Location", ELSEWHERE.baseUrl() + "/api/v3/anything")));
    assertThat(failure().reason()).isEqualTo(Reason.REDIRECT_REFUSED);
    assertThat(failure().message()).contains(" leads on to http://localhost:" + ELSEWHERE.port());
    ELSEWHERE.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aListThatGoesOnElsewhereIsNotReadFurther() {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(
                okJson("[]")
                    .withHeader("Link", "<%s/p2>; rel=\"next\"".formatted(ELSEWHERE.baseUrl()))));
    assertThat(failure().reason()).isEqualTo(Reason.REDIRECT_REFUSED);
    ELSEWHERE.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void redirectsInCirclesEnd() {
    SERVER.stubFor(
        get(urlPathEqualTo(STATUSES))
            .willReturn(aResponse().withStatus(307).withHeader("Location", STATUSES)));
    assertThat(failure().message()).contains("redirects in circles");
    assertThat(heard).hasSize(4);
  }

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
  void asksNobodyWhoIsSilentAgainAtOnce() {
    answer(aResponse().withStatus(502));
    assertThat(failure().message()).contains("answers 502");
    assertThat(failure().message()).as("remembered").contains("answers 502");
    assertThat(heard).hasSize(1);
    assertThat(github.resumesAt(repository)).contains(NOW.plusSeconds(15));
    clock.advance(Duration.ofSeconds(15));
    failure();
    assertThat(heard).hasSize(2);
    assertThat(github.resumesAt(repository)).contains(NOW.plusSeconds(15 + 30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | Retry-After           | 120        | 2026-03-02T10:02:00Z",
        "403 | Retry-After           | 120        | 2026-03-02T10:02:00Z",
        "403 | Retry-After           | 999999     | 2026-03-02T11:00:00Z",
        "429 | X-Other               | 1          | 2026-03-02T10:01:00Z",
        "403 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "429 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "200 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "304 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
      })
  void keepsQuietForAsLongAsItIsToldTo(int status, String header, String value, Instant until) {
    answer(
        aResponse()
            .withStatus(status)
            .withHeader(header, value)
            .withHeader("X-RateLimit-Reset", "1772446800")
            .withBody("[]"));
    catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(github.resumesAt(repository)).contains(until);
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_RATE_LIMITED);
    assertThat(heard).as("nothing is asked meanwhile").hasSize(1);
    clock.advance(Duration.between(NOW, until));
    assertThat(github.resumesAt(repository)).isEmpty();
    catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(heard).hasSize(2);
  }

  @Test
  void waitsLongerEachTimeWhereItIsNotToldHowLong() throws Stopped {
    answer(
        aResponse()
            .withStatus(403)
            .withBody("{\"message\": \"You have exceeded a secondary rate limit.\"}"));
    for (int minutes : List.of(1, 2, 4, 8, 16, 16)) {
      assertThat(failure().message()).contains("secondary rate limit");
      assertThat(github.resumesAt(repository)).contains(clock.instant().plusSeconds(60L * minutes));
      clock.advance(Duration.ofMinutes(minutes));
    }
    answer(okJson("[]"));
    assertThat(statuses().read()).isEmpty();
    answer(aResponse().withStatus(429));
    failure();
    assertThat(github.resumesAt(repository)).contains(clock.instant().plusSeconds(60));
  }

  @Test
  void whatOneAccountMayNotAnotherMay() throws Stopped {
    answer(aResponse().withStatus(429));
    failure();
    answer(okJson("[]"));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_RATE_LIMITED);
    repository = new GitHubRepository(repository.api(), repository.path(), Optional.empty());
    assertThat(statuses().read()).isEmpty();
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

  private Listing<CommitStatus> statuses() {
    return github.statuses(repository, COMMIT, "ci", one -> false);
  }

  private Failure failure() {
    Stopped stopped = catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(stopped).isNotNull();
    return stopped.failure();
  }

  private void impatient() {
    github.close();
    github =
        new GitHub(
            new Exchange.Limits(Duration.ofSeconds(1), 100_000),
            (host, status, took) -> heard.add(status),
            clock);
  }

  private void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(get(urlPathEqualTo(STATUSES)).willReturn(answer));
  }

  private void page(int number, String body, int next) {
    MappingBuilder asked = get(urlPathEqualTo(STATUSES));
    ResponseDefinitionBuilder answer = okJson(body).withHeader("ETag", "\"%d\"".formatted(number));
    SERVER.stubFor(
        (number == 1 ? asked : asked.withQueryParam("page", equalTo(String.valueOf(number))))
            .willReturn(
                next == 0
                    ? answer
                    : answer.withHeader(
                        "Link",
                        next(STATUSES + "?per_page=100&page=" + next)
                            + ", <%s>; rel=\"last\"".formatted(url("/last")))));
  }

  private String next(String path) {
    return "<%s>; rel=\"next\"".formatted(url(path));
  }

  private static String status(String context, String creator) {
    return """
    {"context": "%s", "state": "success", "description": null, "target_url": null,
     "creator": {"login": "%s", "type": "User"}}
    """
        .formatted(context, creator);
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(SERVER.port(), path);
  }

  private static WireMockServer server() {
    return new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  }
}
