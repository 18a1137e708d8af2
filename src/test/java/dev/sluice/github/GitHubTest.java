package dev.sluice.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GitHubTest extends GitHubStub {

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
}
