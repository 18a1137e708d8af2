package dev.sluice.kube;

import static dev.sluice.kube.TestAccess.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.live.Reduction;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods speak for their workload, and cost nothing while all is well. */
class PodWatchesApiTest {

  private static final ApiKind DEPLOYMENT = ApiKind.of("apps/v1", "Deployment");
  private static final String ROLE = "pod-watches-test";

  private final String namespace = TestCluster.newNamespaceForPods("pods");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @AfterEach
  void close() {
    clusters.close();
    TestCluster.admin().rbac().clusterRoleBindings().withName(ROLE).delete();
    TestCluster.admin().rbac().clusterRoles().withName(ROLE).delete();
  }

  @Test
  void aCrashingPodIsNamedByItsDeploymentUntilItIsWellAgain() throws Stopped {
    deploy(1);
    try (WatchedKinds observations = watch(clusters)) {
      List<Health> heard = new CopyOnWriteArrayList<>();
      observations.subscribe((target, key, now) -> {
        if (key.equals(key())) {
          now.map(Observed::health).ifPresent(heard::add);
        }
      });
      until("the Pods are looked at", () -> requests.all().stream().anyMatch(this::isOfPods));
      assertThat(observations.podNamespaces()).contains(namespace);

      report(crashing());

      until(
          "the Deployment names its Pod",
          () -> health(observations).state() == Health.State.DEGRADED);
      assertThat(health(observations).why())
          .startsWith("Pod " + pod().getMetadata().getName() + ": container app: CrashLoopBackOff")
          .contains("restarted 6 times, last ended with exit code 137, OOMKilled")
          .contains("0 of 1 replicas are available");
      until(
          "whoever listens has heard",
          () -> heard.stream().anyMatch(one -> one.state() == Health.State.DEGRADED));

      report(ready());

      until("the Deployment is well", () -> health(observations).state() == Health.State.HEALTHY);
      until("the Pods are left alone", () -> !observations.podNamespaces().contains(namespace));
    }
  }

  @Test
  void whatIsHeardAfterTheEndStartsNoWatchAnyMore() throws Stopped {
    deploy(1);
    WatchedKinds observations = watch(clusters);
    until("the Pods are looked at", () -> observations.podNamespaces().contains(namespace));
    observations.close();

    observations.learn(clusters.get("").cluster().get(DEPLOYMENT, key()).orElseThrow());

    assertThat(observations.podNamespaces()).isEmpty();
  }

  @Test
  void whereAllIsWellNobodyAsksForPods() throws Stopped {
    deploy(0);
    until(
        "its controller has seen it",
        () -> {
          Deployment seen = deployment();
          return seen.getStatus() != null && seen.getStatus().getObservedGeneration() != null;
        });
    try (WatchedKinds observations = watch(clusters)) {
      assertThat(health(observations)).isEqualTo(Health.HEALTHY);
      assertThat(observations.podNamespaces()).doesNotContain(namespace);
      assertThat(requests.all()).noneMatch(this::isOfPods);
    }
  }

  @Test
  void withoutTheRightToWatchPodsTheWhySaysSo() throws Stopped {
    deploy(1);
    mayReadDeploymentsOnly();
    try (Clusters plain = TestAccess.clusters(TestCluster.AUDITED.name(), requests);
        WatchedKinds observations = watch(plain)) {
      until(
          "the missing right is named",
          () -> health(observations).why().contains("the Pods of namespace " + namespace));
      assertThat(health(observations).state()).isEqualTo(Health.State.PROGRESSING);
      assertThat(health(observations).why())
          .contains("WatchForbidden")
          .contains(
              "{apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"get\", \"list\", \"watch\"]}");
    }
  }

  private WatchedKinds watch(Clusters access) throws Stopped {
    Connection connection = access.get("").connection();
    WatchedKinds observations =
        new WatchedKinds(
            connection,
            new Kinds(connection, InstantSource.system()),
            new Reduction(new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY))::of,
            Duration.ofMillis(20));
    assertThat(observations.watch(Set.of(DEPLOYMENT))).isEmpty();
    return observations;
  }

  private ObjectKey key() {
    return new ObjectKey("apps", "Deployment", namespace, "web");
  }

  private Health health(Observations observations) {
    return observations.find(key()).orElseThrow().health();
  }

  private boolean isOfPods(String request) {
    return request.contains("/namespaces/" + namespace + "/pods");
  }

  private Deployment deployment() {
    return TestCluster.admin().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  private void deploy(int replicas) {
    TestCluster.admin()
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("web")
                .addToLabels(Labels.TARGET, namespace + "-target")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("example.com/web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private Pod pod() {
    until("the Pod is there", () -> !pods().isEmpty());
    return pods().getFirst();
  }

  private List<Pod> pods() {
    return TestCluster.admin().pods().inNamespace(namespace).list().getItems();
  }

  // What a kubelet would report.
  private void report(PodBuilder status) {
    TestCluster.admin()
        .pods()
        .inNamespace(namespace)
        .withName(pod().getMetadata().getName())
        .editStatus(pod -> new PodBuilder(pod).withStatus(status.build().getStatus()).build());
  }

  private static PodBuilder crashing() {
    return new PodBuilder()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("app")
        .withImage("example.com/web:1")
        .withImageID("")
        .withReady(false)
        .withRestartCount(6)
        .withNewState()
        .withNewWaiting()
        .withReason("CrashLoopBackOff")
        .withMessage("back-off 5m0s")
        .endWaiting()
        .endState()
        .withNewLastState()
        .withNewTerminated()
        .withExitCode(137)
        .withReason("OOMKilled")
        .endTerminated()
        .endLastState()
        .endContainerStatus()
        .endStatus();
  }

  private static PodBuilder ready() {
    return new PodBuilder()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus();
  }

  private static void mayReadDeploymentsOnly() {
    TestCluster.admin()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(ROLE)
                .endMetadata()
                .addNewRule()
                .withApiGroups("apps")
                .withResources("deployments")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .create();
    TestCluster.admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(ROLE)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE)
                .addNewSubject(
                    "rbac.authorization.k8s.io", "User", TestCluster.AUDITED.name(), null)
                .build())
        .create();
  }
}
