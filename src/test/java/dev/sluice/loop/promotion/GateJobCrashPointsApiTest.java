package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.TestAccess;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine dies at every durable write of a release with a smoke test: its resources and the Job
 * on a real API server, its ledger on a real Git host. Whenever that is, there is one Job, one
 * entry for the release and one for its outcome. Most of a life is waiting for the Job, so several
 * are lived at a time.
 */
class GateJobCrashPointsApiTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LIVES = 14;
  private static final int AT_A_TIME = 4;

  private static final String SMOKE =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: { name: smoke }
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers: [{ name: main, image: "registry.example/main:1" }]
      """;

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void deathBeforeAnyWriteLeadsToOneJob() throws Exception {
    dieAtEveryWrite(Fate.LOST);
  }

  @Test
  void deathAfterAnyWriteLeadsToOneJob() throws Exception {
    dieAtEveryWrite(Fate.ANSWER_LOST);
  }

  private void dieAtEveryWrite(Fate last) throws Exception {
    List<Future<Boolean>> lives = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int fatal = 1; fatal <= LIVES; fatal++) {
        int write = fatal;
        lives.add(threads.submit(() -> diesAt(write, last)));
      }
    }
    List<Boolean> died = new ArrayList<>();
    for (Future<Boolean> life : lives) {
      died.add(life.get());
    }
    assertThat(died).as("deaths, by write").startsWith(true, true, true, true, true, true);
    assertThat(died.getLast()).as("more writes than lives: raise LIVES").isFalse();
  }

  private boolean diesAt(int fatal, Fate last) throws Exception {
    Path place = Files.createTempDirectory(folder, "life");
    String state = TestCluster.newNamespace("job-crash");
    String namespace = TestCluster.newNamespaceForPods("job-crash-pods");
    Death death = new Death(fatal, last);
    try (ConfigRepository config = ConfigRepository.create(place, "config");
        GitHost host =
            GitHost.start(place, GitHostOptions.open().withFilters(List.of(death.ofPushes())))) {
      config.commit("main", files(namespace));
      death.begin();
      try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death)) {
        Path kubeconfig = proxy.kubeconfig(place);
        live(
            new EngineRig.Place(kubeconfig, state, host.url("config"), place.resolve("one"), keys),
            config,
            namespace,
            death);
      }
      boolean died = death.end();
      Path kubeconfig = TestCluster.shared().kubeconfig("admin");
      try (EngineRig next =
          new EngineRig(
              new EngineRig.Place(
                  kubeconfig, state, host.url("config"), place.resolve("two"), keys))) {
        next.start();
        Eventually.holds(
            "all is done after death at write " + fatal,
            PATIENCE,
            () -> isThrough(config, namespace) && states(state).equals(List.of("Succeeded")));
      }
      assertThat(jobs(namespace)).as("Jobs after death at write " + fatal).hasSize(1);
      assertThat(kinds(config)).as("after death at write " + fatal).isEqualTo(DONE);
      return died;
    }
  }

  private static final List<String> DONE = List.of("Verified", "Promote");

  /** A life that brings the release until all is done, or until death. */
  private static void live(
      EngineRig.Place place, ConfigRepository config, String namespace, Death death)
      throws Exception {
    try (EngineRig doomed = new EngineRig(place)) {
      doomed.start();
      Eventually.holds(
          "it is through, or dead",
          PATIENCE,
          () -> death.happened() || isThrough(config, namespace));
    } catch (Stopped stopped) {
      assertThat(death.happened()).as(stopped.failure().toString()).isTrue();
    }
  }

  /** Whether the release is verified; until then what runs the Pods here says that they ended. */
  private static boolean isThrough(ConfigRepository config, String namespace) {
    TestCluster.admin().pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> !"Succeeded".equals(pod.getStatus().getPhase()))
        .forEach(GateJobCrashPointsApiTest::succeeds);
    return kinds(config).equals(DONE);
  }

  private static void succeeds(Pod pod) {
    TestCluster.admin()
        .resource(pod)
        .editStatus(live -> {
          live.getMetadata().setResourceVersion(null); // the scheduler may write too
          live.getStatus().setPhase("Succeeded");
          return live;
        });
  }

  private static Map<String, String> files(String namespace) {
    return Map.of(
        "apps/web/kustomization.yaml",
        "resources: []\n",
        "apps/web/value",
        "good",
        "jobs/smoke.yaml",
        SMOKE,
        "environments/dev.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata: { name: dev }
        spec:
          overlays: apps/*
          namespace: %s
          follows: { branch: main }
          gates: [{ job: jobs/smoke.yaml }]
        """
            .formatted(namespace));
  }

  private static List<Job> jobs(String namespace) {
    return TestCluster.admin().batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  private static List<String> states(String namespace) {
    return TestCluster.admin()
        .resources(PromotionResource.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(one -> one.getStatus() == null ? "" : one.getStatus().state())
        .toList();
  }

  /** The newest first. */
  private static List<String> kinds(ConfigRepository config) {
    try {
      return config.lines("sluice/env/dev", "web.jsonl").stream()
          .skip(1)
          .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
