package dev.sluice.system;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sluice.model.promotion.Entry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged program asks GitHub before it releases, and only then. */
class StatusCheckSystemTest {

  @AfterEach
  void gitHubKnowsNothing() {
    World.shared().gitHub().resetAll();
  }

  @Test
  void aCommitComesIntoProductionWhenItsPipelineIsGreen() throws Exception {
    try (PipelineScene scene = PipelineScene.open("checks")) {
      WireMockServer gitHub = scene.world().gitHub();
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String commit = scene.commit();
      says(gitHub, commit, "in_progress", "null");
      scene.first("dev");
      scene.following(
          "prod", "dev", "gates:", "  - statusCheck: { context: ci/build, app: github-actions }");

      scene.awaitEntry("dev", Kind.VERIFIED, commit);
      scene.await(
          "prod waits for the check",
          () ->
              scene.promotions("prod").stream()
                  .anyMatch(one ->
                      one.getStatus() != null
                          && String.valueOf(one.getStatus().message())
                              .contains("ci/build by github-actions is not done: in progress")));
      assertThat(scene.ledger("prod")).isEmpty();

      says(gitHub, commit, "completed", "\"success\"");
      scene.awaitEntry("prod", Kind.VERIFIED, commit);
      assertThat(scene.value("prod")).isEqualTo("one");
      assertThat(scene.ledger("prod").getLast())
          .contains("ci/build by github-actions succeeded", "https://github.example.com/runs/7");
      gitHub.verify(
          getRequestedFor(urlPathEqualTo(path(commit)))
              .withHeader("Authorization", equalTo("Bearer system-test-token")));

      // GitHub is away: drift is healed as ever, and what is new waits.
      gitHub.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(503)));
      scene.world().admin().resource(scene.map("prod")).delete();
      scene.await("prod is healed", () -> scene.value("prod").equals("one"));
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.awaitEntry("dev", Kind.VERIFIED, second);
      scene.await(
          "prod waits for GitHub",
          () ->
              scene.promotions("prod").stream()
                  .anyMatch(one ->
                      one.getStatus() != null
                          && String.valueOf(one.getStatus().message())
                              .contains("GitHubUnreachable")));
      assertThat(scene.value("prod")).isEqualTo("one");
      assertThat(scene.world().daemon().log()).doesNotContain("system-test-token");
    }
  }

  private static void says(WireMockServer gitHub, String commit, String status, String conclusion) {
    gitHub.stubFor(
        get(urlPathEqualTo(path(commit)))
            .willReturn(
                okJson(
                    """
                    {"check_runs": [{"id": 7, "name": "ci/build", "head_sha": "%s",
                      "status": "%s", "conclusion": %s,
                      "html_url": "https://github.example.com/runs/7",
                      "app": {"id": 15368, "slug": "github-actions"}}]}
                    """
                        .formatted(commit, status, conclusion))));
    gitHub.stubFor(
        get(urlPathEqualTo("/api/v3/repos/acme/config/commits/%s/statuses".formatted(commit)))
            .willReturn(okJson("[]")));
  }

  private static String path(String commit) {
    return "/api/v3/repos/acme/config/commits/%s/check-runs".formatted(commit);
  }
}
