package dev.sluice.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kube.Clusters;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Installation;
import dev.sluice.model.Labels;
import dev.sluice.model.Origin;
import dev.sluice.model.Source;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.gate.Evidence.JobRun;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of gates on a real API server, whose Job controller works. */
class JobProbeApiTest {

  private static final String SMOKE =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {generateName: smoke-, labels: {app: shop}}
      spec:
        suspend: true
        backoffLimit: 0
        ttlSecondsAfterFinished: 1
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: "registry.example/main:1"}]
      """;
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private final KubernetesClient admin = TestCluster.admin();
  private final Clusters clusters = TestAccess.clusters("admin", RequestListener.NONE);
  private final MemoryTree tree = new MemoryTree().file("jobs/shop/smoke.yaml", SMOKE);
  private final JobProbe probe =
      new JobProbe(
          target -> clusters.get("").cluster(),
          revision -> new Source(revision, tree),
          () -> new Installation("abcdefgh"));
  private final String namespace = TestCluster.newNamespaceForPods("gate-job");

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void startsItOnceUnderANameOfItsOwnAndSeesItSucceed() throws ProbeFailed {
    JobOrder order = order("promotion-1", "smoke");
    JobRun started = probe.look(order, NOW);
    assertThat(started.state()).isEqualTo(JobRun.State.RUNNING);
    assertThat(started.job()).isEqualTo(namespace + "/" + order.name());
    assertThat(started.started()).isAfter(NOW);
    assertThat(probe.look(order, NOW)).isEqualTo(started);
    Job job = jobs().getFirst();
    assertThat(job.getMetadata().getLabels())
        .containsEntry("app", "shop")
        .containsEntry(Labels.TARGET, new Installation("abcdefgh").mark(Labels.hooksOf(Asked.ID)));
    assertThat(job.getMetadata().getAnnotations()).containsEntry(Labels.PROMOTION, "promotion-1");
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(7 * 24 * 3600);
    end(order, 0);
    Eventually.holds("it succeeds", () -> probe.look(order, NOW).state() == JobRun.State.SUCCEEDED);
    assertThat(jobs()).hasSize(1);
    probe.look(order("promotion-2", "smoke"), NOW);
    assertThat(jobs()).as("another promotion has a Job of its own").hasSize(2);
  }

  @Test
  void tellsWhyItFailed() throws ProbeFailed {
    JobOrder order = order("promotion-1", "smoke");
    probe.look(order, NOW);
    end(order, 3);
    Eventually.holds("it fails", () -> probe.look(order, NOW).state() == JobRun.State.FAILED);
    assertThat(probe.look(order, NOW).text())
        .contains("BackoffLimitExceeded")
        .contains("container main ended with exit code 3");
  }

  @Test
  void whatWasStartedAndIsGoneIsNotStartedAgain() throws ProbeFailed {
    JobOrder order = order("promotion-1", "smoke");
    JobRun started = probe.look(order, NOW);
    admin
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(order.name())
        .withGracePeriod(0)
        .delete();
    Eventually.holds("it is gone", () -> jobs().isEmpty());
    JobOrder recorded = order("promotion-1", "smoke", result(Verdict.PENDING, started.job()));
    assertThat(probe.look(recorded, NOW).state()).isEqualTo(JobRun.State.GONE);
    assertThat(jobs()).isEmpty();
    assertThat(order("promotion-1", "smoke", result(Verdict.PASS, started.job())).onRecord())
        .map(JobRun::state)
        .contains(JobRun.State.SUCCEEDED);
  }

  @Test
  void saysWhatIsWrongWithItsFile() {
    assertThatThrownBy(() -> probe.look(order("promotion-1", "other"), NOW))
        .hasMessage("there is no file jobs/shop/other.yaml in this commit");
    tree.file("jobs/shop/two.yaml", SMOKE + "---\n" + SMOKE);
    assertThatThrownBy(() -> probe.look(order("promotion-1", "two"), NOW))
        .hasMessage("jobs/shop/two.yaml has to hold one object, a Job of batch/v1");
    tree.file("jobs/shop/broken.yaml", "a: [");
    assertThatThrownBy(() -> probe.look(order("promotion-1", "broken"), NOW))
        .hasMessageContaining("jobs/shop/broken.yaml: not valid YAML");
    assertThat(jobs()).isEmpty();
  }

  private JobOrder order(String promotion, String name, GateResult... gates) {
    Gate.Job gate =
        new Gate.Job(
            name,
            Gate.Phase.POST,
            "jobs/{application}/" + name + ".yaml",
            Duration.ofMinutes(10),
            Gate.Reversible.YES,
            Origin.UNKNOWN);
    Promotion asked = Asked.promotion(promotion, gates);
    return new JobOrder(gate, asked, Asked.target(namespace));
  }

  private static GateResult result(Verdict verdict, String job) {
    return new GateResult("smoke", "job", Gate.Phase.POST, verdict, "", job, NOW, "");
  }

  private List<Job> jobs() {
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  private List<Pod> pods(JobOrder order) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", order.name())
        .list()
        .getItems();
  }

  private void end(JobOrder order, int code) {
    Eventually.holds("there is a Pod", () -> !pods(order).isEmpty());
    admin
        .pods()
        .inNamespace(namespace)
        .withName(pods(order).getFirst().getMetadata().getName())
        .editStatus(live -> {
          live.getMetadata().setResourceVersion(null); // the scheduler may write too
          live.setStatus(
              new PodStatusBuilder()
                  .withPhase(code == 0 ? "Succeeded" : "Failed")
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
                          .withFinishedAt("2026-01-01T00:00:00Z")
                          .withStartedAt("2026-01-01T00:00:00Z")
                          .endTerminated()
                          .endState()
                          .build())
                  .build());
          return live;
        });
  }
}
