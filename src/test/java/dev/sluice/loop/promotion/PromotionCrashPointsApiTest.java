package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.TestAccess;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine dies before every durable write of a promotion through two environments and of a
 * rollback: to its resources on a real API server, and to its ledgers on a real Git host. The next
 * life comes to the same ledgers as one that nothing happened to.
 */
class PromotionCrashPointsApiTest {

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void deathBeforeAnyWriteLeadsToTheSameLedgers() throws Exception {
    int writes = dieAtEveryWrite(Fate.LOST);

    assertThat(writes).as("durable writes").isGreaterThanOrEqualTo(12);
  }

  @Test
  void deathAfterAnyWriteLeadsToTheSameLedgers() throws Exception {
    int writes = dieAtEveryWrite(Fate.ANSWER_LOST);

    assertThat(writes).as("durable writes").isGreaterThanOrEqualTo(12);
  }

  private int dieAtEveryWrite(Fate last) throws Exception {
    int writes = 0;
    while (diesAt(writes + 1, last)) {
      writes++;
    }
    return writes;
  }

  private boolean diesAt(int fatal, Fate last) throws Exception {
    Path place = Files.createTempDirectory(folder, "life");
    String state = TestCluster.newNamespace("promotion-crash");
    Death death = new Death(fatal, last);
    try (ConfigRepository config = ConfigRepository.create(place, "config");
        GitHost host =
            GitHost.start(place, GitHostOptions.open().withFilters(List.of(death.ofPushes())))) {
      String good = config.commit("main", files("good"));
      try (EngineRig first = rig(place, state, host)) {
        first.start();
        awaitNewest(config, "prod", Entry.Kind.VERIFIED, good);
      }
      String bad = config.commit("main", files("broken"));

      death.begin();
      try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death)) {
        live(
            new EngineRig.Place(
                proxy.kubeconfig(folder), state, host.url("config"), place.resolve("data"), keys),
            config,
            death);
      }
      boolean died = death.end();

      try (EngineRig next = rig(place, state, host)) {
        next.start();
        TestAccess.until("all is done after death at write " + fatal, () -> isThrough(config));
        awaitQuiet(state);
      }
      assertThat(kinds(config, "dev"))
          .as("the ledger of dev after death at write " + fatal)
          .containsExactly(
              "Verified", "Pin", "Rollback", "Veto", "Failed", "Promote", "Verified", "Promote");
      assertThat(kinds(config, "prod")).containsExactly("Verified", "Promote");
      assertThat(config.read("sluice/env/prod", "web.jsonl")).doesNotContain(bad);
      return died;
    }
  }

  /** A life that brings the release until all is done, or until death. */
  private static void live(EngineRig.Place place, ConfigRepository config, Death death)
      throws Exception {
    try (EngineRig doomed = new EngineRig(place)) {
      doomed.start();
      TestAccess.until("it is through, or dead", () -> death.happened() || isThrough(config));
    } catch (Stopped stopped) {
      assertThat(death.happened()).as(stopped.failure().toString()).isTrue();
    }
  }

  private static boolean isThrough(ConfigRepository config) {
    List<String> kinds = kinds(config, "dev");
    return kinds.size() == 8 && kinds.getFirst().equals("Verified");
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

  private static Map<String, String> files(String value) {
    return Map.of(
        "apps/web/kustomization.yaml",
        "resources: []\n",
        "apps/web/value",
        value,
        "environments/dev.yaml",
        environment("dev", "{ branch: main }", "rollback: { automatic: true }"),
        "environments/prod.yaml",
        environment("prod", "{ environment: dev }", "minHealthy: 1s"));
  }

  private static String environment(String name, String follows, String more) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: { name: %s }
    spec:
      overlays: apps/*
      namespace: "{application}-{environment}"
      follows: %s
      %s
    """
        .formatted(name, follows, more);
  }

  private static void awaitNewest(
      ConfigRepository config, String environment, Entry.Kind kind, String commit) {
    TestAccess.until(
        "the newest entry of " + environment + " is " + kind.word() + " of " + commit,
        () -> {
          List<String> lines = lines(config, environment);
          return !lines.isEmpty()
              && lines.getFirst().contains("\"kind\":\"" + kind.word() + "\"")
              && lines.getFirst().contains(commit);
        });
  }

  private static void awaitQuiet(String state) {
    TestAccess.until(
        "every promotion has ended",
        () ->
            TestCluster.admin()
                .resources(PromotionResource.class)
                .inNamespace(state)
                .list()
                .getItems()
                .stream()
                .allMatch(one -> List.of("Succeeded", "Failed").contains(one.getStatus().state())));
  }

  private static List<String> kinds(ConfigRepository config, String environment) {
    return lines(config, environment).stream()
        .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  private static List<String> lines(ConfigRepository config, String environment) {
    try {
      return config.lines("sluice/env/" + environment, "web.jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
