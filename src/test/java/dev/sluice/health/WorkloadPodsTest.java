package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From Pods to the workload that a person wrote. */
class WorkloadPodsTest {

  private static final Health WAITING =
      new Health(Health.State.PROGRESSING, "0 of 1 replicas are available");
  private static final Map<String, Object> CRASHING =
      Map.of(
          "phase",
          "Running",
          "containerStatuses",
          List.of(
              Map.of(
                  "name",
                  "app",
                  "restartCount",
                  4,
                  "state",
                  Map.of("waiting", Map.of("reason", "CrashLoopBackOff")))));
  private static final Map<String, Object> READY =
      Map.of("phase", "Running", "conditions", List.of(Map.of("type", "Ready", "status", "True")));

  @Test
  void aPodOfAReplicaSetBelongsToItsDeployment() {
    PodReport report = report(pod("web-5d9c-x1", "ReplicaSet", "web-5d9c", "10:00", CRASHING));
    assertThat(report.workload()).isEqualTo(new ObjectKey("apps", "Deployment", "shop", "web"));
  }

  @Test
  void aPodOfAnyOtherControllerBelongsToThatController() {
    PodReport report = report(pod("db-0", "StatefulSet", "db", "10:00", CRASHING));
    assertThat(report.workload()).isEqualTo(new ObjectKey("apps", "StatefulSet", "shop", "db"));
    assertThat(PodReport.of(new LiveObject(Map.of("metadata", Map.of("name", "bare"))))).isEmpty();
  }

  @Test
  void aCrashingPodMakesTheWorkloadDegradedAndNamesContainerReasonAndRestarts() {
    assertThat(health(pod("web-5d9c-x1", "ReplicaSet", "web-5d9c", "10:00", CRASHING)))
        .isEqualTo(
            new Health(
                Health.State.DEGRADED,
                "Pod web-5d9c-x1: container app: CrashLoopBackOff, restarted 4 times;"
                    + " 0 of 1 replicas are available"));
  }

  @Test
  void theOldRevisionDoesNotSpeakForTheNewOne() {
    Map<String, Object> old = pod("web-5d9c-x1", "ReplicaSet", "web-5d9c", "10:00", CRASHING);
    Map<String, Object> now = pod("web-77aa-x1", "ReplicaSet", "web-77aa", "10:05", READY);
    assertThat(health(old, now)).isEqualTo(WAITING);
    Map<String, Object> worse = pod("web-77aa-x1", "ReplicaSet", "web-77aa", "10:05", CRASHING);
    assertThat(health(old, worse).why()).startsWith("Pod web-77aa-x1");
  }

  @Test
  void anEvictedPodWasReplacedAndSaysNothing() {
    assertThat(
            health(
                pod(
                    "web-5d9c-x1",
                    "ReplicaSet",
                    "web-5d9c",
                    "10:00",
                    Map.of("phase", "Failed", "reason", "Evicted"))))
        .isEqualTo(WAITING);
  }

  @Test
  void aPodThatFindsNoNodeAddsItsWords() {
    Map<String, Object> pending =
        Map.of(
            "phase",
            "Pending",
            "conditions",
            List.of(
                Map.of(
                    "type", "PodScheduled",
                    "status", "False",
                    "reason", "Unschedulable",
                    "message", "0/3 nodes are available")));
    assertThat(health(pod("web-5d9c-x1", "ReplicaSet", "web-5d9c", "10:00", pending)))
        .isEqualTo(
            new Health(
                Health.State.PROGRESSING,
                "0 of 1 replicas are available; Pod web-5d9c-x1: Unschedulable: 0/3 nodes are"
                    + " available"));
  }

  @SafeVarargs
  private static Health health(Map<String, Object>... pods) {
    return WorkloadPods.health(WAITING, Stream.of(pods).map(WorkloadPodsTest::report).toList());
  }

  private static PodReport report(Map<String, Object> pod) {
    Optional<PodReport> report = PodReport.of(new LiveObject(pod));
    return report.orElseThrow();
  }

  private static Map<String, Object> pod(
      String name, String ownerKind, String owner, String time, Map<String, Object> status) {
    String hash = owner.substring(owner.lastIndexOf('-') + 1);
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Pod",
        "metadata",
        Map.of(
            "name",
            name,
            "namespace",
            "shop",
            "creationTimestamp",
            "2026-01-05T" + time + ":00Z",
            "labels",
            ownerKind.equals("ReplicaSet") ? Map.of("pod-template-hash", hash) : Map.of(),
            "ownerReferences",
            List.of(
                Map.of(
                    "apiVersion",
                    "apps/v1",
                    "kind",
                    ownerKind,
                    "name",
                    owner,
                    "uid",
                    "uid-of-" + owner,
                    "controller",
                    true))),
        "status",
        status);
  }
}
