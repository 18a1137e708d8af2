package dev.sluice.system;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.Stream;

/** What a node would tell of the Pods of an application: there is none here. */
final class Node {

  private final KubernetesClient admin;
  private final String namespace;

  private Node(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** The one that runs the application of a stage. */
  static Node in(PipelineScene scene, String stage) {
    return new Node(scene.world().admin(), scene.namespace(stage));
  }

  /** What has not started yet is ready, but for images that end so. */
  void startAllBut(String image) {
    pods()
        .filter(pod -> pod.getStatus().getConditions().isEmpty())
        .filter(pod -> !image(pod).endsWith(image))
        .forEach(this::start);
  }

  /** All that has started crashes, and goes on crashing. */
  void crashAll() {
    pods().filter(pod -> !pod.getStatus().getConditions().isEmpty()).forEach(this::crash);
  }

  private Stream<Pod> pods() {
    return admin.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> !pod.isMarkedForDeletion());
  }

  private void start(Pod pod) {
    admin
        .resource(pod)
        .editStatus(one ->
            new PodBuilder(one)
                .editOrNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .endCondition()
                .endStatus()
                .build());
  }

  private void crash(Pod pod) {
    admin
        .resource(pod)
        .editStatus(one ->
            new PodBuilder(one)
                .editStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withReason("ContainersNotReady")
                .withLastTransitionTime("2026-01-01T00:01:00Z")
                .endCondition()
                .withContainerStatuses()
                .addNewContainerStatus()
                .withName(pod.getSpec().getContainers().getFirst().getName())
                .withImage(image(pod))
                .withImageID("")
                .withReady(false)
                .withRestartCount(5)
                .withNewState()
                .withNewWaiting("back-off 5m0s restarting failed container", "CrashLoopBackOff")
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }
}
