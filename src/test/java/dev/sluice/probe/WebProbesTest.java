package dev.sluice.probe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.sluice.github.GitHub;
import dev.sluice.model.Origin;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.Gates;
import dev.sluice.testing.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebProbesTest {

  private static final String QUERY = "/prometheus/api/v1/query";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  private final Set<TargetId> touched = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void asksUntilThereIsAGoodAnswerAndThenNoMore() {
    server.stubFor(
        get("/shop/prod")
            .inScenario("up")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(serviceUnavailable())
            .willSetStateTo("up"));
    server.stubFor(
        get("/shop/prod")
            .inScenario("up")
            .whenScenarioStateIs("up")
            .willReturn(aResponse().withBody("you are welcome")));
    Gate.Http gate = Asked.http(url("/{application}/{environment}"), 5);
    LiveProbes probes = probes(List.of("127.0.0.1"));
    assertThat(probes.collect(gate, Asked.promotion("one"), Asked.target("shop")))
        .isEqualTo(new Evidence.Tries(url("/shop/prod"), List.of()));
    List<Evidence.Try> tries = tries(probes, gate, "one", 2);
    assertThat(tries).extracting(Evidence.Try::status).containsExactly(503, 200);
    assertThat(tries.getLast().body()).isEqualTo(Evidence.Try.Body.MATCHES);
    assertThat(touched).contains(Asked.ID);
    probes.collect(gate, Asked.promotion("one"), Asked.target("shop"));
    server.verify(2, getRequestedFor(urlEqualTo("/shop/prod")));
  }

  @Test
  void asksNoMoreOftenThanItMay() {
    server.stubFor(get("/").willReturn(serviceUnavailable()));
    Gate.Http gate = Asked.http(url("/"), 3);
    LiveProbes probes = probes(List.of("127.0.0.1"));
    List<Evidence.Try> tries = tries(probes, gate, "one", 3);
    Evidence done = new Evidence.Tries(url("/"), tries);
    assertThat(Gates.isOpen(gate, done, Instant.EPOCH)).isFalse();
    assertThat(probes.collect(gate, Asked.promotion("one"), Asked.target("shop"))).isEqualTo(done);
    server.verify(3, getRequestedFor(urlEqualTo("/")));
  }

  @Test
  void followsNoRedirectAndSaysWhatIsNoAnswer() {
    server.stubFor(
        get("/").willReturn(aResponse().withStatus(302).withHeader("Location", url("/inside"))));
    server.stubFor(get("/cut").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    LiveProbes probes = probes(List.of("127.0.0.1"));
    assertThat(tries(probes, Asked.http(url("/"), 1), "one", 1).getFirst().status()).isEqualTo(302);
    server.verify(0, getRequestedFor(urlEqualTo("/inside")));
    assertThat(tries(probes, Asked.http(url("/cut"), 1), "two", 1).getFirst().problem())
        .isNotEmpty();
    String nobody = url("/");
    server.stop();
    assertThat(tries(probes, Asked.http(nobody, 1), "three", 1).getFirst().problem())
        .isEqualTo("nobody answers there");
  }

  @Test
  void waitsForNoAnswerForEver() {
    server.stubFor(
        get("/slow")
            .willReturn(aResponse().withBody("x".repeat(50)).withChunkedDribbleDelay(50, 20_000)));
    LiveProbes probes = probes(List.of("127.0.0.1"));
    assertThat(tries(probes, Asked.http(url("/slow"), 1), "one", 1).getFirst().problem())
        .isEqualTo("no whole answer within 1 s");
  }

  @Test
  void asksNothingInsideThatNobodyNamed() {
    Gate.Http gate = Asked.http(url("/"), 1);
    LiveProbes probes = probes(List.of());
    Eventually.holds(
        "it is refused",
        () ->
            probes.collect(gate, Asked.promotion("one"), Asked.target("shop"))
                    instanceof Evidence.Unavailable unavailable
                && unavailable.why().contains("127.0.0.1 is an address inside"));
    server.verify(0, getRequestedFor(urlEqualTo("/")));
  }

  @Test
  void namesCannotChangeTheAddress() {
    assertThat(
            Placeholders.fillAddress(
                "http://example.com/{application}?r={revision}", Asked.promotion("one")))
        .isEqualTo("http://example.com/shop?r=" + "a".repeat(40));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"b\"},\"value\":[1,\"0.25\"]},{\"metric\":{},\"value\":[1,\"NaN\"]}]}"
            + " | [0.25, NaN]",
        "{\"resultType\":\"vector\",\"result\":[]} | []",
        "{\"resultType\":\"scalar\",\"result\":[1.5,\"+Inf\"]} | [Infinity]",
      })
  void takesSamples(String data, String values) throws Exception {
    server.stubFor(
        post(urlPathEqualTo(QUERY))
            .willReturn(okJson("{\"status\":\"success\",\"data\":%s}".formatted(data))));
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    LiveProbes probes =
        probes(
            Map.of(
                "main", new PrometheusServer(URI.create(url("/prometheus/")), Optional.of(token))));
    Eventually.holds(
        "there is a sample",
        () ->
            collect(probes, "main") instanceof Evidence.Samples samples
                && !samples.samples().isEmpty()
                && samples.samples().getFirst().values().toString().equals(values));
    server.verify(
        postRequestedFor(urlPathEqualTo(QUERY))
            .withHeader("Authorization", equalTo("Bearer s3cret"))
            .withRequestBody(containing("query=errors%7Bapp%3D%22shop%22%7D")));
  }

  @Test
  void saysWhyThereIsNoSample() {
    server.stubFor(
        post(urlPathEqualTo(QUERY))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse"
                            + " error\"}")));
    server.stubFor(
        post(urlPathEqualTo("/html/api/v1/query")).willReturn(aResponse().withBody("<html>")));
    server.stubFor(
        post(urlPathEqualTo("/range/api/v1/query"))
            .willReturn(
                okJson(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}")));
    LiveProbes probes =
        probes(
            Map.of(
                "main", new PrometheusServer(URI.create(url("/prometheus")), Optional.empty()),
                "html", new PrometheusServer(URI.create(url("/html")), Optional.empty()),
                "range", new PrometheusServer(URI.create(url("/range")), Optional.empty()),
                "token",
                    new PrometheusServer(
                        URI.create(url("/")), Optional.of(folder.resolve("none")))));
    assertThat(problem(probes, "main"))
        .isEqualTo("Prometheus server main refuses the query (400): parse error");
    assertThat(problem(probes, "html"))
        .isEqualTo(
            "what answers at the address of Prometheus server html (200) is not its query API");
    assertThat(problem(probes, "range"))
        .isEqualTo("the query has to give a number or one number per series, not matrix");
    assertThat(problem(probes, "token"))
        .isEqualTo("the file of sluice.prometheus.token.token-file cannot be read");
    assertThat(problem(probes, "other"))
        .isEqualTo("no Prometheus server other is configured: set sluice.prometheus.other.url");
  }

  private String problem(LiveProbes probes, String name) {
    Eventually.holds(
        "it is known to fail", () -> collect(probes, name) instanceof Evidence.Unavailable);
    return ((Evidence.Unavailable) collect(probes, name)).why();
  }

  private static Evidence collect(LiveProbes probes, String name) {
    Gate.Prometheus gate =
        new Gate.Prometheus(
            "errors",
            Gate.Phase.POST,
            name,
            "errors{app=\"{application}\"}",
            "value < 1",
            "",
            1,
            new Gate.Attempts(1, Duration.ofHours(1)),
            Origin.UNKNOWN);
    return probes.collect(gate, Asked.promotion("on " + name), Asked.target("shop"));
  }

  private static List<Evidence.Try> tries(
      LiveProbes probes, Gate.Http gate, String promotion, int count) {
    Eventually.holds(
        count + " tries were made",
        () ->
            probes.collect(gate, Asked.promotion(promotion), Asked.target("shop"))
                    instanceof Evidence.Tries tries
                && tries.tries().size() >= count);
    return ((Evidence.Tries) probes.collect(gate, Asked.promotion(promotion), Asked.target("shop")))
        .tries();
  }

  private LiveProbes probes(List<String> allowed) {
    return probes(allowed, Map.of());
  }

  private LiveProbes probes(Map<String, PrometheusServer> servers) {
    return probes(List.of(), servers);
  }

  private LiveProbes probes(List<String> allowed, Map<String, PrometheusServer> servers) {
    HttpExchange exchange =
        new HttpExchange(
            (SSLSocketFactory) SSLSocketFactory.getDefault(), Duration.ofSeconds(1), 1 << 20);
    JobProbe noJobs =
        new JobProbe(
            target -> {
              throw new AssertionError("no Job is asked for");
            },
            revision -> {
              throw new AssertionError("no file is asked for");
            },
            () -> {
              throw new AssertionError("nobody asks who we are");
            });
    return new LiveProbes(
        new WebProbes(new AllowedHosts(allowed), servers, exchange),
        noJobs,
        (commit, policy, keys) -> new Evidence.Signed(Evidence.Signed.State.UNSIGNED, ""),
        new StatusProbe(
            Map.of(),
            new GitHub((host, status, took) -> {}, InstantSource.system()),
            Pace.USUAL,
            touched::add,
            InstantSource.system()),
        touched::add,
        InstantSource.system());
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.port(), path);
  }
}
