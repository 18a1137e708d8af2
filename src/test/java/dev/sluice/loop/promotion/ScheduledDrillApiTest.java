package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engines hold a drill that is due, with their resources on a real API server and their ledgers on
 * a real Git host. Their clock is set forward when that is due.
 */
class ScheduledDrillApiTest {

  private static final String DUE = "2031-05-01T01:00:00Z";
  private static final String ROLES = "roles: { active: { overlays: apps/*/dr-active } }\n";
  private static final String DRILL =
      ROLES + "drill: { cron: \"0 3 1 * *\", timeZone: Europe/Berlin, startWithin: 1h }";

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();
  private volatile Duration ahead =
      Duration.between(Instant.now(), Instant.parse(DUE).minus(Duration.ofDays(3)));
  private final InstantSource clock = () -> Instant.now().plus(ahead);

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void ofTwoEnginesOneHoldsItAndNobodyAfterThem() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = new StandbyStage(config, "drill");
      stage.commit("", DRILL, Map.of());
      String state = TestCluster.newNamespace("drill-east");
      try (EngineRig east = rig("east", state, host)) {
        east.start();
        TestAccess.until("dr is ready and knows its schedule", () -> knows(stage));
        try (EngineRig west = rig("west", TestCluster.newNamespace("drill-west"), host)) {
          west.start();
          setTo(Instant.parse(DUE));
          TestAccess.until(
              "the drill is over",
              () -> {
                poll(east);
                poll(west);
                return has(stage, "\"step\":\"end\"");
              });
        }
        assertThat(east.requests().list()).as("nobody asked").isEmpty();
      }
      List<String> held = stage.lines("dr");
      assertThat(held.getFirst()).contains("\"outcome\":\"Verified\"", "dr could take over");
      try (EngineRig next = rig("next", state, host)) {
        next.start();
        assertThat(stage.ask(next, Request.Action.FAILBACK).message())
            .as("it has looked")
            .contains("stands by already");
      }
      assertThat(stage.lines("dr")).isEqualTo(held);
      assertThat(held).filteredOn(line -> line.contains("\"step\":\"begin\"")).hasSize(1);
      assertThat(held.get(4))
          .contains(
              "\"due\":\"" + DUE + "\"",
              "\"by\":\"the schedule 0 3 1 * * (Europe/Berlin)\"",
              "\"kind\":\"Drill\"");
    }
  }

  @Test
  void whatIsNotHeldInTimeIsOnRecordAndInTheStatus() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = new StandbyStage(config, "overdue");
      stage.commit("", DRILL, Map.of());
      TargetId dr = new TargetId("config", "web", "dr");
      String state = TestCluster.newNamespace("drill-overdue");
      try (EngineRig rig = rig("rig", state, host)) {
        rig.start();
        TestAccess.until("dr is ready and knows its schedule", () -> knows(stage));
      }
      setTo(Instant.parse(DUE).plus(Duration.ofHours(1))); // nobody was there
      try (EngineRig rig = rig("later", state, host)) {
        rig.start();
        TestAccess.until("it is on record", () -> has(stage, "\"outcome\":\"Missed\""));
        TestAccess.until("it is told", () -> rig.broken(dr).isPresent());
        Failure told = rig.broken(dr).orElseThrow();
        assertThat(told.reason()).isEqualTo(Reason.DRILL_OVERDUE);
        assertThat(told.toString())
            .contains(
                "environments/dr.yaml",
                "spec.drill",
                "due at 2031-05-01T03:00+02:00 was not held",
                "`sluice dr drill dr` holds one now");
      }
      assertThat(has(stage, "\"step\":\"begin\"")).isFalse();
    }
  }

  private void setTo(Instant at) {
    ahead = Duration.between(Instant.now(), at);
  }

  private static boolean knows(StandbyStage stage) {
    return stage.isReady() && has(stage, "drills are held by the schedule");
  }

  private static boolean has(StandbyStage stage, String text) {
    return stage.lines("dr").stream().anyMatch(line -> line.contains(text));
  }

  private EngineRig rig(String name, String state, GitHost host) throws Exception {
    return new EngineRig(
        new EngineRig.Place(
            TestCluster.shared().kubeconfig("admin"),
            state,
            host.url("config"),
            Files.createTempDirectory(folder, name),
            keys),
        clock);
  }

  private static void poll(EngineRig rig) {
    try {
      rig.poll();
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }
}
