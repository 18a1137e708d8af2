package dev.sluice.kube;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between Sluice and an API server, played by a server that does it on purpose. */
class FaultsTest {

  private static final String MAPS = "/api/v1/configmaps";
  private static final String ONE = "/api/v1/namespaces/shop/configmaps/a";
  private static final ApiKind CONFIG_MAP = ApiKind.of("v1", "ConfigMap");
  private static final Manifest MANIFEST = TestAccess.configMap("shop", "a", "web", "1");

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  private final Requests requests = new Requests();
  @TempDir Path folder;
  private Clusters clusters;

  @BeforeEach
  void start() throws IOException {
    server.start();
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(server.port()));
    clusters = TestAccess.clusters(kubeconfig, requests);
    server.stubFor(
        get(urlPathEqualTo("/api/v1"))
            .willReturn(
                okJson(
                    """
                    {"resources": [{"name": "configmaps", "kind": "ConfigMap",
                      "namespaced": true, "verbs": ["patch", "list", "watch"]}]}
                    """)));
  }

  @AfterEach
  void stop() {
    clusters.close();
    server.stop();
  }

  @Test
  void waitsAsLongAsItIsToldAndThenSucceeds() throws Stopped {
    applies(status(429).withHeader("Retry-After", "1"), okJson(object("a", 5)));
    long started = System.nanoTime();

    apply();

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(1));
    server.verify(2, patchRequestedFor(urlPathEqualTo(ONE)));
  }

  @Test
  void serverErrorsAndLostConnectionsAreTriedAgain() throws Stopped {
    applies(
        status(503),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        status(504),
        okJson(object("a", 5)));

    assertThat(apply().resourceVersion()).isEqualTo("5");
  }

  @Test
  void aServerThatKeepsFailingIsNamedAndNotTriedForEver() {
    applies(status(503));

    Stopped stopped = catchThrowableOfType(Stopped.class, this::apply);

    assertThat(stopped.failure().reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE);
    server.verify(4, patchRequestedFor(urlPathEqualTo(ONE)));
  }

  @Test
  void aManifestThatDoesNotFitItsSchemaIsNotTriedAgain() {
    applies(
        aResponse()
            .withStatus(500)
            .withBody(
                """
                {"kind": "Status", "code": 500, "message": "failed to create typed patch object \
                (shop/a; /v1, Kind=ConfigMap): .dat: field not declared in schema"}
                """));

    Stopped stopped = catchThrowableOfType(Stopped.class, this::apply);

    assertThat(stopped.failure().reason()).isEqualTo(Reason.OBJECT_INVALID);
    server.verify(1, patchRequestedFor(urlPathEqualTo(ONE)));
  }

  @Test
  void aPageOfSomethingElseIsNoApiServer() {
    applies(aResponse().withStatus(200).withBody("<html>welcome</html>"));

    Stopped stopped = catchThrowableOfType(Stopped.class, this::apply);

    assertThat(stopped.failure().reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE);
    assertThat(stopped.failure().message()).contains("not JSON");
  }

  @Test
  void aRefusedWebhookSpeaksItsOwnWords() {
    applies(
        aResponse()
            .withStatus(403)
            .withBody(
                """
                {"kind": "Status", "code": 403, "reason": "Forbidden", "message": \
                "admission webhook \\"check.example.org\\" denied the request: no latest tags"}
                """));

    Stopped stopped = catchThrowableOfType(Stopped.class, this::apply);

    assertThat(stopped.failure().reason()).isEqualTo(Reason.ADMISSION_REJECTED);
    assertThat(stopped.failure().message())
        .endsWith("the admission webhook check.example.org refused: no latest tags");
  }

  @Test
  void aListIsCompleteOrNothing() throws Stopped {
    // The second page is gone once: the list starts over, and nothing of the first try is kept.
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("continue", absent())
            .withQueryParam("watch", absent())
            .willReturn(okJson(list(10, "next", object("a", 5)))));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("continue", equalTo("next"))
            .inScenario("page")
            .whenScenarioStateIs("Started")
            .willSetStateTo("kept")
            .willReturn(status(410)));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("continue", equalTo("next"))
            .inScenario("page")
            .whenScenarioStateIs("kept")
            .willReturn(okJson(list(10, "", object("b", 6)))));
    watchSilent();

    Observations observations = clusters.get("").observations();

    assertThat(observations.watch(Set.of(CONFIG_MAP))).isEmpty();
    assertThat(observations.of("web")).extracting(o -> o.key().name()).containsExactly("a", "b");
    assertThat(requests.all()).filteredOn(line -> line.contains("limit=")).hasSize(4);
  }

  @Test
  void aListThatCannotBeFinishedIsNoList() throws Stopped {
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("continue", absent())
            .willReturn(okJson(list(10, "next", object("a", 5)))));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("continue", equalTo("next"))
            .willReturn(status(403)));

    Observations observations = clusters.get("").observations();

    assertThat(observations.watch(Set.of(CONFIG_MAP))).containsKey(CONFIG_MAP);
    assertThat(observations.current(CONFIG_MAP)).isFalse();
    assertThat(observations.of("web")).isEmpty();
  }

  @Test
  void afterAGapWhatWasDeletedInItIsHeard() throws Stopped {
    lists(list(10, "", object("a", 5), object("b", 6)), list(30, "", object("b", 6)));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", equalTo("true"))
            .withQueryParam("resourceVersion", equalTo("10"))
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withBody(
                        """
                        {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}
                        """)));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", equalTo("true"))
            .withQueryParam("resourceVersion", equalTo("30"))
            .willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
    Observations observations = clusters.get("").observations();
    List<String> gone = new CopyOnWriteArrayList<>();
    observations.subscribe((target, key, now) -> {
      if (now.isEmpty()) {
        gone.add(key.name());
      }
    });

    observations.watch(Set.of(CONFIG_MAP));

    TestAccess.until("the deletion is heard", () -> gone.equals(List.of("a")));
    assertThat(observations.find(new ObjectKey("", "ConfigMap", "shop", "a"))).isEmpty();
    assertThat(observations.find(new ObjectKey("", "ConfigMap", "shop", "b"))).isPresent();
  }

  @Test
  void aWatchThatEndsGoesOnFromWhereItWas() throws Stopped {
    lists(list(10, "", object("a", 5)), list(10, ""));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", equalTo("true"))
            .withQueryParam("resourceVersion", equalTo("10"))
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withBody(
                        "{\"type\":\"ADDED\",\"object\":%s}\n"
                            .formatted(object("b", 20).replace("\n", "")))));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", equalTo("true"))
            .withQueryParam("resourceVersion", equalTo("20"))
            .willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
    Observations observations = clusters.get("").observations();

    observations.watch(Set.of(CONFIG_MAP));

    TestAccess.until(
        "it goes on from the event's version",
        () ->
            server.getAllServeEvents().stream()
                .anyMatch(e -> e.getRequest().getUrl().contains("resourceVersion=20")));
    assertThat(observations.of("web")).hasSize(2);
    assertThat(requests.all()).filteredOn(line -> line.contains("limit=")).hasSize(1);
  }

  private dev.sluice.model.LiveObject apply() throws Stopped {
    return clusters.get("").cluster().apply(MANIFEST, Persistence.STORED, Ownership.FORCE);
  }

  // One answer after the other; the last one stays.
  private void applies(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      boolean last = i == answers.length - 1;
      server.stubFor(
          patch(urlPathEqualTo(ONE))
              .inScenario("apply")
              .whenScenarioStateIs(i == 0 ? "Started" : "answer " + i)
              .willSetStateTo(last && i == 0 ? "Started" : "answer " + (last ? i : i + 1))
              .willReturn(answers[i]));
    }
  }

  private void lists(String first, String second) {
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", absent())
            .inScenario("list")
            .whenScenarioStateIs("Started")
            .willSetStateTo("second")
            .willReturn(okJson(first)));
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", absent())
            .inScenario("list")
            .whenScenarioStateIs("second")
            .willReturn(okJson(second)));
  }

  private void watchSilent() {
    server.stubFor(
        get(urlPathEqualTo(MAPS))
            .withQueryParam("watch", equalTo("true"))
            .willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
  }

  private static ResponseDefinitionBuilder status(int code) {
    return aResponse()
        .withStatus(code)
        .withBody("{\"kind\":\"Status\",\"code\":%d,\"message\":\"on purpose\"}".formatted(code));
  }

  private static String list(int version, String next, String... items) {
    return """
    {"kind": "ConfigMapList", "metadata": {"resourceVersion": "%d", "continue": "%s"},
     "items": [%s]}
    """
        .formatted(version, next, String.join(",", items));
  }

  private static String object(String name, int version) {
    return """
    {"apiVersion": "v1", "kind": "ConfigMap",
     "metadata": {"name": "%s", "namespace": "shop", "uid": "u", "resourceVersion": "%d",
      "labels": {"sluice.dev/target": "web"}}}
    """
        .formatted(name, version);
  }
}
