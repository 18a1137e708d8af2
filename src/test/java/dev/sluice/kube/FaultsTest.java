package dev.sluice.kube;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.sluice.kube.FaultyServer.ONE;
import static dev.sluice.kube.FaultyServer.object;
import static dev.sluice.kube.FaultyServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that an API server answers badly, or not at all. */
class FaultsTest {

  private static final Manifest MANIFEST = TestAccess.configMap("shop", "a", "web", "1");

  @TempDir Path folder;
  private FaultyServer faulty;
  private WireMockServer server;
  private Clusters clusters;

  @BeforeEach
  void start() throws IOException {
    faulty = new FaultyServer(folder);
    server = faulty.server;
    clusters = faulty.clusters;
  }

  @AfterEach
  void stop() {
    faulty.close();
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
  void outdatedManagedFieldsAreNoFailureOfTheClusterAndNotTriedAgain() {
    applies(
        aResponse()
            .withStatus(500)
            .withBody(
                """
                {"kind": "Status", "code": 500, "message": ".spec.mode: field not declared in schema"}
                """));

    Stopped stopped = catchThrowableOfType(Stopped.class, this::apply);

    assertThat(stopped.failure().reason()).isEqualTo(Reason.MANAGED_FIELDS_OUTDATED);
    assertThat(stopped.failure().field()).isEqualTo("spec.mode");
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

  private LiveObject apply() throws Stopped {
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
}
