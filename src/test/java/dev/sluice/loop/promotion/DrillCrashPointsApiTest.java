package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine dies at every durable write of a drill, to its resources on a real API server and to
 * its ledgers on a real Git host; and two engines with one ledger are asked at once.
 */
class DrillCrashPointsApiTest {

  private static final List<String> DRILLED =
      List.of("Drill", "Role standby", "Phase", "Role active", "Drill");

  private static final Scope DR = new Scope("", "dr", "");

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void deathAfterAnyWriteLeadsToTheSameLedger() throws Exception {
    int writes = 0;
    while (diesAt(writes + 1, Fate.ANSWER_LOST)) {
      writes++;
    }
    assertThat(writes).as("durable writes").isGreaterThanOrEqualTo(5);
  }

  @Test
  void deathBeforeAnyWriteLeadsToTheSameLedger() throws Exception {
    int writes = 0;
    while (diesAt(writes + 1, Fate.LOST)) {
      writes++;
    }
    assertThat(writes).as("durable writes").isGreaterThanOrEqualTo(5);
  }

  @Test
  void ofTwoEnginesWithOneLedgerOneBeginsAndTheOtherIsRefused() throws Exception {
    Path east = Files.createTempDirectory(folder, "east");
    Path west = Files.createTempDirectory(folder, "west");
    String eastState = TestCluster.newNamespace("dr-east");
    String westState = TestCluster.newNamespace("dr-west");
    try (ConfigRepository config = ConfigRepository.create(east, "config");
        GitHost host = GitHost.start(east, GitHostOptions.open())) {
      String commit = config.commit("main", files());
      try (EngineRig first = rig(east, eastState, host)) {
        first.start();
        TestAccess.until("dr runs " + commit, () -> isReady(config));
        try (EngineRig second = rig(west, westState, host)) {
          second.start();
          first.requests().create(DR, request(Request.Action.FAILOVER));
          second.requests().create(DR, request(Request.Action.FAILOVER));

          TestAccess.until(
              "both have an answer",
              () -> {
                poll(first);
                poll(second);
                return answer(first).isPresent() && answer(second).isPresent();
              });
          List<Decision.Result> results =
              List.of(answer(first).get().result(), answer(second).get().result());
          assertThat(results)
              .containsExactlyInAnyOrder(Decision.Result.DONE, Decision.Result.REFUSED);
        }
      }
      assertThat(kinds(config))
          .as("one took over, once")
          .containsExactly("Verified", "Phase", "Role active", "Phase", "Phase");
      assertThat(config.lines("sluice/env/prod", "_environment.jsonl"))
          .filteredOn(line -> line.contains("\"kind\":\"Freeze\""))
          .hasSize(1);
    }
  }

  private boolean diesAt(int fatal, Fate last) throws Exception {
    Path place = Files.createTempDirectory(folder, "life");
    String state = TestCluster.newNamespace("dr-crash");
    Death death = new Death(fatal, last);
    try (ConfigRepository config = ConfigRepository.create(place, "config");
        GitHost host =
            GitHost.start(place, GitHostOptions.open().withFilters(List.of(death.ofPushes())))) {
      String commit = config.commit("main", files());
      try (EngineRig first = rig(place, state, host)) {
        first.start();
        TestAccess.until("dr runs " + commit, () -> isReady(config));
        first.requests().create(DR, request(Request.Action.DRILL));
      }
      death.begin();
      try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death)) {
        live(
            new EngineRig.Place(
                proxy.kubeconfig(folder), state, host.url("config"), place.resolve("data"), keys),
            death);
      }
      boolean died = death.end();
      try (EngineRig next = rig(place, state, host)) {
        next.start();
        TestAccess.until("the drill is answered", () -> answer(next).isPresent());
        assertThat(answer(next).get().result()).isEqualTo(Decision.Result.DONE);
        assertThat(answer(next).get().message()).startsWith("dr could take over: recovered in ");
      }
      assertThat(kinds(config)).as("after death at write " + fatal).isEqualTo(DRILLED);
      return died;
    }
  }

  /** A life that drills until that is answered, or until death. */
  private static void live(EngineRig.Place place, Death death) throws Exception {
    try (EngineRig doomed = new EngineRig(place)) {
      doomed.start();
      TestAccess.until("it is through, or dead", () -> death.happened() || isAnswered(doomed));
    } catch (Stopped stopped) {
      assertThat(death.happened()).as(stopped.failure().toString()).isTrue();
    }
  }

  private EngineRig rig(Path place, String state, GitHost host) throws Stopped {
    return new EngineRig(
        new EngineRig.Place(
            TestCluster.shared().kubeconfig("admin"),
            state,
            host.url("config"),
            place.resolve("data"),
            keys));
  }

  private static void poll(EngineRig rig) {
    try {
      rig.poll();
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static boolean isAnswered(EngineRig rig) {
    return answer(rig).isPresent();
  }

  private static Optional<Decision.Answered> answer(EngineRig rig) {
    try {
      return rig.requests().list().stream()
          .flatMap(one -> one.answer().stream())
          .map(RequestStore.Answer::answered)
          .findFirst();
    } catch (Stopped stopped) {
      return Optional.empty(); // dead
    }
  }

  private static Request request(Request.Action action) {
    return new Request(
        "asked",
        action,
        "ada",
        Instant.now(),
        "to see whether it can",
        "",
        OptionalLong.empty(),
        0,
        Optional.of(Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS)),
        Set.of());
  }

  private static Map<String, String> files() {
    return Map.of(
        "apps/web/prod/value",
        "serves",
        "apps/web/dr/value",
        "asleep",
        "apps/web/dr-active/value",
        "awake",
        "environments/prod.yaml",
        environment("prod", "{ branch: main }", ""),
        "environments/dr.yaml",
        environment(
            "dr",
            "{ environment: prod, verified: true }",
            "roles: { active: { overlays: apps/*/dr-active } }"));
  }

  private static String environment(String name, String follows, String more) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: { name: %s }
    spec:
      overlays: apps/*/%s
      namespace: "{application}-{environment}"
      follows: %s
      %s
    """
        .formatted(name, name, follows, more);
  }

  private static boolean isReady(ConfigRepository config) {
    return lines(config, "web").stream().anyMatch(line -> line.contains("\"kind\":\"Verified\""));
  }

  /** What the ledger of the standby says about the whole environment, newest first. */
  private static List<String> kinds(ConfigRepository config) {
    return lines(config, "_environment").stream()
        .map(line -> word(line, "kind\":\"(?=[A-Z])") + " " + word(line, "role\":\""))
        .map(String::strip)
        .toList();
  }

  private static String word(String line, String before) {
    Matcher matcher = Pattern.compile("\"" + before + "([A-Za-z]+)\"").matcher(line);
    String found = "";
    while (matcher.find()) {
      found = matcher.group(1);
    }
    return found;
  }

  private static List<String> lines(ConfigRepository config, String file) {
    try {
      return config.lines("sluice/env/dr", file + ".jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
