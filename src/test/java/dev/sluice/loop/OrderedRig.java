package dev.sluice.loop;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Changes;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.plan.Hooks;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.BranchTips;
import dev.sluice.testing.MutableClock;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Syncs of one target with waves, hooks and deadlines on a real API server, whose Job controller
 * works.
 */
abstract class OrderedRig {

  static final String FIRST = "a1".repeat(20);
  static final String SECOND = "b2".repeat(20);

  @TempDir Path folder;

  final KubernetesClient admin = TestCluster.admin();
  final MutableClock clock = new MutableClock();
  final SyncDeadlines deadlines = new SyncDeadlines(clock);
  final Targets targets = new Targets();
  ClusterRig rig;
  String namespace;
  Target target;

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

  Outcome run(String commit, Manifest... manifests) throws Stopped {
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

  Health health(Live live) {
    Health worst = Health.HEALTHY;
    for (var seen : rig.stages().observations().of(live.mark())) {
      worst = worst.worse(seen.health());
    }
    return worst;
  }

  Outcome until(String commit, Manifest[] all, java.util.function.Predicate<Outcome> condition) {
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
  void end(String job, String phase, String message) {
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

  List<Pod> pods(String job) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", job)
        .list()
        .getItems();
  }

  List<String> jobs() {
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .map(Job::getMetadata)
        .map(metadata -> metadata.getName())
        .sorted()
        .toList();
  }

  ConfigMap configMap(String name) {
    return admin.configMaps().inNamespace(namespace).withName(name).get();
  }

  static String hook(String word) {
    return "\"sluice.dev/hook\": \"" + word + "\"";
  }

  static String wave(String number) {
    return "\"sluice.dev/wave\": \"" + number + "\"";
  }

  static Manifest configMap(String name, String value, String annotations) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "annotations": {%s}}, "data": {"value": "%s"}}
        """
            .formatted(name, annotations, value));
  }

  static Manifest job(String name, String annotations) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "batch/v1", "kind": "Job",
         "metadata": {"name": "%s", "annotations": {%s}},
         "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never",
           "containers": [{"name": "main", "image": "registry.example/main:1"}]}}}}
        """
            .formatted(name, annotations));
  }
}
