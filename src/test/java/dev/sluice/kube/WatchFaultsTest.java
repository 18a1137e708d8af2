package dev.sluice.kube;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.sluice.kube.FaultyServer.CONFIG_MAP;
import static dev.sluice.kube.FaultyServer.MAPS;
import static dev.sluice.kube.FaultyServer.list;
import static dev.sluice.kube.FaultyServer.object;
import static dev.sluice.kube.FaultyServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists and watches that break: a partial list is no list, and no gap goes unnoticed. */
class WatchFaultsTest {

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
    assertThat(faulty.requests.all()).filteredOn(line -> line.contains("limit=")).hasSize(4);
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
    assertThat(faulty.requests.all()).filteredOn(line -> line.contains("limit=")).hasSize(1);
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
}
