package dev.sluice.probe;

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
import dev.sluice.github.GitHub;
import dev.sluice.github.GitHubRepository;
import dev.sluice.model.Origin;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.Evidence.Status.State;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.testing.Eventually;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusProbeTest {

  private static final String COMMIT = "/repos/acme/config/commits/" + "a".repeat(40);
  private static final Gate.StatusCheck BUILD = gate(new Gate.App("ci"));
  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofHours(1), Duration.ofHours(2));
  private static final WireMockServer SERVER =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

  private final Set<TargetId> touched = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void listen() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
  }

  @BeforeEach
  void nothingWasReported() {
    SERVER.resetAll();
    checks("");
    statuses("");
  }

  @Test
  void asksUntilItIsDoneAndThenNoMore() {
    StatusProbe probe = probe();
    Promotion promotion = Asked.promotion("one");
    assertThat(probe.collect(BUILD, promotion)).isInstanceOf(Evidence.Status.class);
    await(probe, promotion, State.MISSING);
    checks(run("in_progress", "null"));
    await(probe, promotion, State.PENDING);
    checks(run("completed", "\"success\""));
    Evidence.Status done = await(probe, promotion, State.SUCCESS);
    assertThat(done.url()).isEqualTo("https://ci/7");
    assertThat(touched).containsExactly(Asked.ID);
    int requests = SERVER.getAllServeEvents().size();
    for (int i = 0; i < 20; i++) {
      assertThat(probe.collect(BUILD, Asked.promotion("another of the commit")))
          .isInstanceOfSatisfying(
              Evidence.Status.class, one -> assertThat(one.state()).isEqualTo(State.SUCCESS));
    }
    SERVER.verify(requests, anyRequestedFor(anyUrl()));
  }

  @Test
  void asksForStatusesOnlyWhereAnAccountReports() {
    statuses(
        """
        {"context": "build", "state": "failure", "description": "red", "target_url": null,
         "creator": {"login": "jenkins", "type": "User"}}
        """);
    StatusProbe probe = probe();
    Gate.StatusCheck jenkins = gate(new Gate.User("jenkins"));
    Eventually.holds(
        "the failure is known",
        () ->
            probe.collect(jenkins, Asked.promotion("one")) instanceof Evidence.Status one
                && one.state() == State.FAILURE
                && one.text().equals("red"));
    SERVER.verify(0, getRequestedFor(urlPathEqualTo(COMMIT + "/check-runs")));
  }

  @Test
  void saysWhyItCannotBeToldAndGoesOnByItself() {
    SERVER.stubFor(
        get(urlPathEqualTo(COMMIT + "/check-runs")).willReturn(aResponse().withStatus(404)));
    StatusProbe probe = probe();
    Promotion promotion = Asked.promotion("one");
    Eventually.holds(
        "the problem is told",
        () ->
            probe.collect(BUILD, promotion) instanceof Evidence.Unavailable why
                && why.why().startsWith("GitHubNotFound: ")
                && why.again().isPresent());
    assertThat(touched).containsExactly(Asked.ID);
    checks(run("completed", "\"success\""));
    await(probe, promotion, State.SUCCESS);
  }

  @Test
  void aRepositoryThatIsElsewhereHasNothingToAsk() {
    StatusProbe probe =
        new StatusProbe(Map.of(), github(), QUICK, touched::add, InstantSource.system());
    assertThat(probe.collect(BUILD, Asked.promotion("one")))
        .isInstanceOfSatisfying(
            Evidence.Unavailable.class,
            why ->
                assertThat(why.why())
                    .startsWith("GitHubNotConfigured: repository config is at no GitHub host"));
  }

  private Evidence.Status await(StatusProbe probe, Promotion promotion, State state) {
    Eventually.holds(
        "it is " + state,
        () ->
            probe.collect(BUILD, promotion) instanceof Evidence.Status one
                && one.state() == state
                && !one.text().equals("it is being asked for"));
    return (Evidence.Status) probe.collect(BUILD, promotion);
  }

  private StatusProbe probe() {
    return new StatusProbe(
        Map.of(
            "config",
            new GitHubRepository(
                URI.create("http://127.0.0.1:" + SERVER.port()), "acme/config", Optional.empty())),
        github(),
        QUICK,
        touched::add,
        InstantSource.system());
  }

  private static GitHub github() {
    return new GitHub((host, status, took) -> {}, InstantSource.system());
  }

  private static Gate.StatusCheck gate(Gate.Reporter reporter) {
    return new Gate.StatusCheck(
        "ci", Gate.Phase.PRE, "build", reporter, Gate.Skipped.REFUSED, Origin.UNKNOWN);
  }

  private static void checks(String runs) {
    SERVER.stubFor(
        get(urlPathEqualTo(COMMIT + "/check-runs"))
            .willReturn(okJson("{\"check_runs\": [%s]}".formatted(runs))));
  }

  private static void statuses(String statuses) {
    SERVER.stubFor(
        get(urlPathEqualTo(COMMIT + "/statuses")).willReturn(okJson("[%s]".formatted(statuses))));
  }

  private static String run(String status, String conclusion) {
    return """
    {"id": 1, "name": "build", "head_sha": "%s", "status": "%s", "conclusion": %s,
     "html_url": "https://ci/7", "app": {"id": 7, "slug": "ci"}}
    """
        .formatted("a".repeat(40), status, conclusion);
  }
}
