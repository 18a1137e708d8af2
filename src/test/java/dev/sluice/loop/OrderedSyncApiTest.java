package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Changes;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.plan.Hooks;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.BranchTips;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waves, hooks and deadlines on a real API server, whose Job controller works. */
class OrderedSyncApiTest {

  private static final String FIRST = "a1".repeat(20);
  private static final String SECOND = "b2".repeat(20);

  @TempDir Path folder;

  private final KubernetesClient admin = TestCluster.admin();
  private final Ticking clock = new Ticking();
  private final SyncDeadlines deadlines = new SyncDeadlines(clock);
  private final Targets targets = new Targets();
  private ClusterRig rig;
  private String namespace;
  private Target target;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    rig = new ClusterRig();
    namespace = TestCluster.newNamespaceForPods("order");
    target = ClusterRig.target(namespace, "shop", SyncPolicy.DEFAULT);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aHookBeforeTheApplyRunsOnceAndFirst() throws Stopped {
    Manifest[] all = {configMap("settings", "one", ""), job("migrate", hook("before-apply"))};

    Outcome waiting = run(FIRST, all);

    assertThat(waiting.waiting().orElseThrow().on())
        .contains(
            "before-apply hook Job.batch " + namespace + "/migrate-before-apply-a1a1a1a1a1a1");
    assertThat(waiting.deadline()).contains(clock.instant().plus(Duration.ofMinutes(15)));
    assertThat(configMap("settings")).isNull();
    end("migrate-before-apply-a1a1a1a1a1a1", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings").getData()).containsEntry("value", "one");

    rig.requests.drain();
    assertThat(run(FIRST, all).complete()).isTrue();
    assertThat(rig.requests.drain()).as("a no-op asks nothing").isEmpty();

    run(SECOND, all);
    assertThat(jobs()).contains("migrate-before-apply-b2b2b2b2b2b2");
    TestAccess.until(
        "the earlier run is gone", () -> !jobs().contains("migrate-before-apply-a1a1a1a1a1a1"));
  }

  @Test
  void aHookThatFailsStopsTheRevisionTellsWhyAndIsNotRepeated() throws Stopped {
    run(FIRST, configMap("settings", "one", ""));
    Manifest[] all = {
      configMap("settings", "two", ""),
      job("migrate", hook("before-apply")),
      configMap("alarm", "failed", hook("on-failure"))
    };
    run(SECOND, all);
    end("migrate-before-apply-b2b2b2b2b2b2", "Failed", "column price is missing");

    Outcome failed = until(SECOND, all, outcome -> !outcome.failures().isEmpty());

    Failure failure = failed.failures().getFirst();
    assertThat(failure.reason()).isEqualTo(Reason.HOOK_FAILED);
    assertThat(failure.message())
        .contains("BackoffLimitExceeded")
        .contains("exit code 3: column price is missing");
    assertThat(configMap("settings").getData()).containsEntry("value", "one");
    assertThat(configMap("alarm")).as("the hook on failure ran").isNotNull();
    assertThat(run(SECOND, all).failures()).contains(failure);
    assertThat(jobs()).containsExactly("migrate-before-apply-b2b2b2b2b2b2");
  }

  @Test
  void whatLeftGitGoesWhenItsHookHasRun() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), configMap("old", "one", ""));
    Manifest[] all = {configMap("settings", "two", ""), job("backup", hook("before-delete"))};

    Outcome waiting = run(SECOND, all);

    assertThat(waiting.waiting().orElseThrow().on()).contains("before-delete hook");
    assertThat(configMap("settings").getData()).containsEntry("value", "two");
    assertThat(configMap("old")).as("its hook has not run").isNotNull();
    end("backup-before-delete-b2b2b2b2b2b2", "Succeeded", "");
    until(SECOND, all, outcome -> outcome.complete() && configMap("old") == null);
    assertThat(jobs()).containsExactly("backup-before-delete-b2b2b2b2b2b2");
  }

  @Test
  void whatLeftGitStaysWhenItsHookFails() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), configMap("old", "one", ""));
    Manifest[] all = {configMap("settings", "two", ""), job("backup", hook("before-delete"))};
    run(SECOND, all);

    end("backup-before-delete-b2b2b2b2b2b2", "Failed", "no space left");

    Outcome failed = until(SECOND, all, outcome -> !outcome.failures().isEmpty());
    assertThat(failed.failures().getFirst().reason()).isEqualTo(Reason.HOOK_FAILED);
    assertThat(failed.failures().getFirst().message()).contains("no space left");
    run(SECOND, all);
    assertThat(configMap("old")).isNotNull();
  }

  @Test
  void deathAtAnyWriteRunsAHookOnce() throws Exception {
    Manifest[] all = {
      job("migrate", hook("before-apply")),
      configMap("settings", "one", ""),
      job("smoke", hook("after-apply"))
    };
    int writes = 0;
    while (diesAt(writes + 1, all)) {
      writes++;
    }
    assertThat(writes).as("writes of a release with two hooks").isGreaterThanOrEqualTo(6);
  }

  /** One release that dies after a write, its answer unread, and a life that goes on from there. */
  private boolean diesAt(int fatal, Manifest[] all) throws Exception {
    rig.close();
    namespace = TestCluster.newNamespaceForPods("order");
    target = ClusterRig.target(namespace, "shop", SyncPolicy.DEFAULT);
    String state = TestCluster.newNamespace("order-state");
    boolean[] dead = new boolean[1];
    ApiProxy.Interference death =
        (method, path, write) -> {
          synchronized (dead) {
            if (dead[0]) {
              return ApiProxy.Fate.LOST;
            }
            dead[0] = write == fatal;
            return dead[0] ? ApiProxy.Fate.ANSWER_LOST : ApiProxy.Fate.PASS;
          }
        };
    Map<String, String> created = new HashMap<>();
    try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death)) {
      rig = new ClusterRig(proxy.kubeconfig(folder), state);
      release(all, created, () -> dead[0]);
    } catch (Stopped end) {
      assertThat(dead[0]).as("it ended by death and nothing else: " + end).isTrue();
    } finally {
      rig.close();
    }
    rig = new ClusterRig(TestCluster.shared().kubeconfig("admin"), state);
    release(all, created, () -> false);
    assertThat(configMap("settings").getData()).containsEntry("value", "one");
    assertThat(created.keySet())
        .as("runs of hooks after death at write " + fatal)
        .containsExactlyInAnyOrder(
            "migrate-before-apply-a1a1a1a1a1a1", "smoke-after-apply-a1a1a1a1a1a1");
    rig.requests.drain();
    assertThat(run(FIRST, all).complete()).isTrue();
    assertThat(rig.requests.drain()).isEmpty();
    return dead[0];
  }

  /** Runs until all of it is done, or until death; every Job ends well, and none comes twice. */
  private void release(Manifest[] all, Map<String, String> created, BooleanSupplier dead)
      throws Stopped {
    boolean[] done = new boolean[1];
    Set<String> ended = new HashSet<>(created.keySet());
    TestAccess.until(
        "the release is done, or dead",
        () -> {
          try {
            done[0] = run(FIRST, all).complete();
          } catch (Stopped stopped) {
            assertThat(dead.getAsBoolean()).as(stopped.toString()).isTrue();
          }
          admin
              .batch()
              .v1()
              .jobs()
              .inNamespace(namespace)
              .list()
              .getItems()
              .forEach(job -> {
                String name = job.getMetadata().getName();
                String uid = job.getMetadata().getUid();
                assertThat(created.putIfAbsent(name, uid)).as(name).isIn(null, uid);
                if (ended.add(name)) {
                  end(name, "Succeeded", "");
                }
              });
          return done[0] || dead.getAsBoolean();
        });
  }

  @Test
  void aNewRevisionEndsTheHookOfTheOneThatWaits() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), job("migrate", hook("before-apply")));
    assertThat(jobs()).containsExactly("migrate-before-apply-a1a1a1a1a1a1");

    run(SECOND, configMap("settings", "two", ""), job("migrate", hook("before-apply")));

    TestAccess.until(
        "only the newer one is left",
        () -> jobs().equals(List.of("migrate-before-apply-b2b2b2b2b2b2")));
  }

  @Test
  void aHookAfterTheApplyWaitsUntilEverythingIsHealthyAndGoesByItsPolicy() throws Stopped {
    Manifest[] all = {
      job("load", ""),
      job(
          "announce",
          hook("after-apply") + ", \"sluice.dev/hook-delete-policy\": \"hook-succeeded\"")
    };
    Outcome waiting = run(FIRST, all);
    assertThat(waiting.waiting().orElseThrow().on())
        .contains("to be healthy before its after-apply");
    assertThat(jobs()).containsExactly("load");

    end("load", "Succeeded", "");
    until(FIRST, all, outcome -> jobs().size() == 2);
    end("announce-after-apply-a1a1a1a1a1a1", "Succeeded", "");
    until(FIRST, all, Outcome::complete);

    TestAccess.until("it went after its success", () -> jobs().equals(List.of("load")));
    assertThat(run(FIRST, all).complete()).as("and is not run again").isTrue();
    assertThat(jobs()).containsExactly("load");
  }

  @Test
  void theNextWaveComesWithTheHealthOfTheOneBefore() throws Stopped {
    Manifest[] all = {
      job("load", wave("-1")),
      configMap("settings", "one", wave("5")),
      configMap("first", "1", wave("-1"))
    };

    Outcome waiting = run(FIRST, all);

    assertThat(waiting.waiting().orElseThrow().on())
        .contains("Job.batch " + namespace + "/load of wave -1 to be healthy before wave 5");
    assertThat(configMap("first")).isNotNull();
    assertThat(configMap("settings")).isNull();
    end("load", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings")).isNotNull();
  }

  @Test
  void healingDoesNotWaitForAWave() throws Stopped {
    run(FIRST, configMap("settings", "one", wave("5")));
    Manifest[] all = {
      job("load", ""), configMap("settings", "one", wave("5")), configMap("more", "1", wave("5"))
    };
    assertThat(run(SECOND, all).waiting()).isPresent();
    admin
        .configMaps()
        .inNamespace(namespace)
        .withName("settings")
        .edit(map -> {
          map.getData().put("value", "by hand");
          return map;
        });

    until(SECOND, all, outcome -> configMap("settings").getData().get("value").equals("one"));

    assertThat(configMap("more")).as("the revision still waits").isNull();
  }

  @Test
  void aSyncThatTakesTooLongHasFailedAndGoesOnWhenItCan() throws Stopped {
    Manifest[] all = {job("load", ""), configMap("settings", "one", wave("1"))};
    assertThat(run(FIRST, all).failures()).isEmpty();

    clock.advance(Duration.ofMinutes(15));

    Failure failure = run(FIRST, all).failures().getFirst();
    assertThat(failure.reason()).isEqualTo(Reason.SYNC_TIMEOUT);
    assertThat(failure.message()).contains("15m").contains("/load of wave 0");
    end("load", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings")).isNotNull();
  }

  @Test
  void whatIsAppliedAndStaysOnItsWayPastTheDeadlineHasFailed() throws Stopped {
    Manifest load = job("load", "");
    assertThat(run(FIRST, load).complete()).isTrue();

    clock.advance(Duration.ofMinutes(15));

    assertThat(run(FIRST, load).failures())
        .extracting(Failure::reason)
        .containsExactly(Reason.PROGRESS_DEADLINE_EXCEEDED);
  }

  private Outcome run(String commit, Manifest... manifests) throws Stopped {
    Hooks render = Hooks.split(ClusterRig.desired(manifests));
    Composition composition =
        new Composition(
            render.desired(), ApplicationSettings.NONE, Optional.empty(), render.hooks());
    Revision revision = new Revision("config", commit);
    Allowed allowed = new BranchTips((repository, branch) -> revision).next(target);
    Aim aim = new Aim(allowed, composition, Optional.empty());
    Live live = rig.stages().live().read(target, aim.desired(), OtherTargets.NONE);
    Changes changes =
        ThreeWayDiff.between(
            live, dev.sluice.diff.Contests.NONE, OtherTargets.NONE, SyncPolicy.Adoption.REFUSE);
    Plan plan = Planner.plan(changes, target.sync());
    Dependencies dependencies = new Dependencies(targets, null, id -> {});
    return new OrderedSync(
            dependencies, deadlines, rig.stages(), target, aim, live, commit, () -> health(live))
        .run(plan);
  }

  private Health health(Live live) {
    Health worst = Health.HEALTHY;
    for (var seen : rig.stages().observations().of(live.mark())) {
      worst = worst.worse(seen.health());
    }
    return worst;
  }

  private Outcome until(
      String commit, Manifest[] all, java.util.function.Predicate<Outcome> condition) {
    Outcome[] last = new Outcome[1];
    TestAccess.until(
        "the sync goes on",
        () -> {
          try {
            last[0] = run(commit, all);
            return condition.test(last[0]);
          } catch (Stopped stopped) {
            throw new AssertionError(stopped);
          }
        });
    return last[0];
  }

  /** No node runs the Pods here: their end is written by hand, and the Job controller sees it. */
  private void end(String job, String phase, String message) {
    TestAccess.until("the Pod of " + job, () -> !pods(job).isEmpty());
    int code = phase.equals("Succeeded") ? 0 : 3;
    Pod pod = pods(job).getFirst();
    admin
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(live -> {
          // The scheduler may write at the same moment: this is the last word.
          live.getMetadata().setResourceVersion(null);
          live.setStatus(
              new PodStatusBuilder()
                  .withPhase(phase)
                  .withContainerStatuses(
                      new ContainerStatusBuilder()
                          .withName("main")
                          .withImage("registry.example/main:1")
                          .withImageID("")
                          .withReady(false)
                          .withRestartCount(0)
                          .withNewState()
                          .withNewTerminated()
                          .withExitCode(code)
                          .withMessage(message)
                          .withFinishedAt("2026-01-01T00:00:00Z")
                          .withStartedAt("2026-01-01T00:00:00Z")
                          .endTerminated()
                          .endState()
                          .build())
                  .build());
          return live;
        });
  }

  private List<Pod> pods(String job) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", job)
        .list()
        .getItems();
  }

  private List<String> jobs() {
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .map(Job::getMetadata)
        .map(metadata -> metadata.getName())
        .sorted()
        .toList();
  }

  private ConfigMap configMap(String name) {
    return admin.configMaps().inNamespace(namespace).withName(name).get();
  }

  private static String hook(String word) {
    return "\"sluice.dev/hook\": \"" + word + "\"";
  }

  private static String wave(String number) {
    return "\"sluice.dev/wave\": \"" + number + "\"";
  }

  private static Manifest configMap(String name, String value, String annotations) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "annotations": {%s}}, "data": {"value": "%s"}}
        """
            .formatted(name, annotations, value));
  }

  private static Manifest job(String name, String annotations) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "batch/v1", "kind": "Job",
         "metadata": {"name": "%s", "annotations": {%s}},
         "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never",
           "containers": [{"name": "main", "image": "registry.example/main:1"}]}}}}
        """
            .formatted(name, annotations));
  }

  /** A clock that stands until it is moved. */
  private static final class Ticking extends Clock {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
