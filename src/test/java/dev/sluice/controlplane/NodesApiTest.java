package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What our stages make of Pods, Jobs, Services, Ingresses and claims on nodes without machines. */
class NodesApiTest {
  private static ControlPlane plane;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(ControlPlaneOptions.of(Extent.NODES), Progress.silent());
    client = TestCluster.clientOf(plane, User.ADMIN.name());
  }

  @AfterAll
  static void end() {
    client.close();
    plane.close();
  }

  @Test
  void nodesBecomeReady() {
    Eventually.holds(
        "three nodes are ready",
        () ->
            client.nodes().list().getItems().stream()
                    .flatMap(node -> node.getStatus().getConditions().stream())
                    .filter(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))
                    .count()
                == 3);
    assertThat(client.nodes().list().getItems())
        .extracting(node -> node.getStatus().getNodeInfo().getKubeletVersion())
        .allMatch(version -> version.startsWith("kwok-"));
  }

  @Test
  void podsOfADeploymentRunAndDeletedOnesGo() {
    var deployment = client.resource(Workloads.deployment("default", "web", "ready"));
    deployment.create();
    Eventually.holds(
        "the Deployment is available",
        () -> Objects.equals(deployment.get().getStatus().getAvailableReplicas(), 2));
    assertThat(pods("web"))
        .allSatisfy(pod -> {
          assertThat(pod.getSpec().getNodeName()).startsWith("node-");
          assertThat(pod.getStatus().getPodIP()).startsWith("10.244.");
        });
    deployment.delete();
    Eventually.holds("the Pods are gone", () -> pods("web").isEmpty());
  }

  @Test
  void anAnnotationKeepsPodsFromBecomingReady() {
    client.resource(Workloads.deployment("default", "slow", "never-ready")).create();
    Eventually.holds(
        "the Pods run",
        () ->
            pods("slow").size() == 2
                && pods("slow").stream().allMatch(p -> p.getStatus().getPhase().equals("Running")));
    assertThat(statuses("slow")).noneMatch(ContainerStatus::getReady);
  }

  @Test
  void anAnnotationLetsContainersCrash() {
    client.resource(Workloads.deployment("default", "crashing", "crash-loop")).create();
    Eventually.holds(
        "the containers wait in CrashLoopBackOff",
        () -> waiting("crashing").equals(List.of("CrashLoopBackOff", "CrashLoopBackOff")));
  }

  @Test
  void anAnnotationLetsTheImageBeMissing() {
    client.resource(Workloads.deployment("default", "missing", "image-pull-error")).create();
    Eventually.holds(
        "the containers wait in ImagePullBackOff",
        () -> waiting("missing").equals(List.of("ImagePullBackOff", "ImagePullBackOff")));
  }

  @Test
  void jobsSucceedOrFail() {
    var good = client.resource(Workloads.job("default", "good", "succeed"));
    var bad = client.resource(Workloads.job("default", "bad", "fail"));
    good.create();
    bad.create();
    Eventually.holds(
        "the one is complete",
        () ->
            good.get().getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True")));
    Eventually.holds(
        "the other has failed",
        () ->
            bad.get().getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Failed") && c.getStatus().equals("True")));
  }

  @Test
  void loadBalancersAndIngressesGetAnAddress() {
    var service =
        client.resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("public")
                .endMetadata()
                .withNewSpec()
                .withType("LoadBalancer")
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build());
    var ingress =
        client.resource(
            new IngressBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("public")
                .endMetadata()
                .withNewSpec()
                .withNewDefaultBackend()
                .withNewService()
                .withName("public")
                .withNewPort()
                .withNumber(80)
                .endPort()
                .endService()
                .endDefaultBackend()
                .endSpec()
                .build());
    service.create();
    ingress.create();
    Eventually.holds(
        "the Service has an address",
        () -> !service.get().getStatus().getLoadBalancer().getIngress().isEmpty());
    Eventually.holds(
        "the Ingress has an address",
        () -> !ingress.get().getStatus().getLoadBalancer().getIngress().isEmpty());
  }

  @Test
  void claimsAreBoundAndTheirVolumesGoWithThem() {
    var claim = client.resource(claim());
    claim.create();
    Eventually.holds("it is bound", () -> claim.get().getStatus().getPhase().equals("Bound"));
    String volume = claim.get().getSpec().getVolumeName();
    claim.delete();
    Eventually.holds(
        "the volume is gone", () -> client.persistentVolumes().withName(volume).get() == null);
  }

  private static PersistentVolumeClaim claim() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("data")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity("1Gi")))
        .endResources()
        .endSpec()
        .build();
  }

  private static List<Pod> pods(String app) {
    return client.pods().inNamespace("default").withLabel("app", app).list().getItems();
  }

  private static List<ContainerStatus> statuses(String app) {
    return pods(app).stream().flatMap(p -> p.getStatus().getContainerStatuses().stream()).toList();
  }

  private static List<String> waiting(String app) {
    return statuses(app).stream()
        .filter(status -> status.getState().getWaiting() != null)
        .map(status -> status.getState().getWaiting().getReason())
        .toList();
  }
}
