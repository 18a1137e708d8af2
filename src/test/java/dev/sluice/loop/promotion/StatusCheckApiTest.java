package dev.sluice.loop.promotion;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.github.GitHubRepository;
import dev.sluice.kube.TestAccess;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release waits for what GitHub says; what runs does not. */
class StatusCheckApiTest {

  private static final WireMockServer GITHUB =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  @TempDir Path folder;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
    GITHUB.start();
  }

  @AfterAll
  static void stop() {
    GITHUB.stop();
  }

  @Test
  void aReleaseWaitsUntilItsCheckSucceedsAndARollbackForNothing() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      String first = config.commit("main", files("good"));
      says(first, run(first, 1, "in_progress", "null"));
      try (EngineRig rig =
          new EngineRig(
              new EngineRig.Place(
                  TestCluster.shared().kubeconfig("admin"),
                  TestCluster.newNamespace("checks"),
                  host.url("config"),
                  folder.resolve("data"),
                  Ed25519Keys.generate()),
              atGitHub())) {
        rig.start();
        awaitRequests(3);
        assertThat(kinds(config)).as("nothing is recorded while it is not done").isEmpty();
        says(first, run(first, 1, "completed", "\"success\""));
        awaitKinds(config, "Verified", "Promote");
        assertThat(lines(config).getLast())
            .contains("\"kind\":\"statusCheck\"", "build by ci succeeded", "https://ci/runs/1");

        int asked = requests(first);
        String second = config.commit("main", files("broken"));
        knowsNothingOf(second);
        rig.poll();
        awaitRequests(2);
        assertThat(kinds(config)).as("no answer opens nothing").hasSize(2);
        says(second, run(second, 2, "completed", "\"success\""));
        // It fails, and what ran before comes back without another word from GitHub.
        knowsNothingOf(first);
        awaitKinds(
            config,
            "Verified",
            "Pin",
            "Rollback",
            "Veto",
            "Failed",
            "Promote",
            "Verified",
            "Promote");
        assertThat(requests(first)).as("nothing is asked while no gate waits").isEqualTo(asked);
      }
    }
  }

  private static Map<String, GitHubRepository> atGitHub() {
    return Map.of(
        "config",
        new GitHubRepository(
            URI.create("http://127.0.0.1:" + GITHUB.port() + "/api/v3"),
            "acme/config",
            Optional.empty()));
  }

  private static Map<String, String> files(String text) {
    Map<String, String> files = new HashMap<>();
    files.put("apps/shop/kustomization.yaml", "resources: []\n");
    files.put("apps/shop/value", text);
    files.put(
        "environments/dev.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata: { name: dev }
        spec:
          overlays: apps/*
          namespace: "{application}-{environment}"
          follows: { branch: main }
          rollback: { automatic: true }
          gates:
            - statusCheck: { context: build, app: ci }
        """);
    return files;
  }

  private static void says(String commit, String runs) {
    GITHUB.stubFor(
        get(urlPathEqualTo(path(commit)))
            .willReturn(okJson("{\"check_runs\": [%s]}".formatted(runs))));
    GITHUB.stubFor(
        get(urlPathEqualTo("/api/v3/repos/acme/config/commits/%s/statuses".formatted(commit)))
            .willReturn(okJson("[]")));
  }

  private static void knowsNothingOf(String commit) {
    GITHUB.stubFor(get(urlPathEqualTo(path(commit))).willReturn(aResponse().withStatus(404)));
  }

  private static String run(String commit, int id, String status, String conclusion) {
    return """
    {"id": %d, "name": "build", "head_sha": "%s", "status": "%s", "conclusion": %s,
     "html_url": "https://ci/runs/%d", "app": {"id": 7, "slug": "ci"}}
    """
        .formatted(id, commit, status, conclusion, id);
  }

  private static String path(String commit) {
    return "/api/v3/repos/acme/config/commits/%s/check-runs".formatted(commit);
  }

  private static void awaitRequests(int more) {
    int before = GITHUB.findAll(anyRequestedFor(anyUrl())).size();
    TestAccess.until(
        "GitHub is asked %d times more".formatted(more),
        () -> GITHUB.findAll(anyRequestedFor(anyUrl())).size() >= before + more);
  }

  private static int requests(String commit) {
    return GITHUB.findAll(getRequestedFor(urlPathEqualTo(path(commit)))).size();
  }

  private static void awaitKinds(ConfigRepository config, String... kinds) {
    TestAccess.until(
        "the ledger holds " + List.of(kinds), () -> kinds(config).equals(List.of(kinds)));
  }

  private static List<String> kinds(ConfigRepository config) {
    return lines(config).stream()
        .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  private static List<String> lines(ConfigRepository config) {
    try {
      return config.lines("sluice/env/dev", "shop.jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
