package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Part;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.model.Reason;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real API servers; one of them goes, and the targets of the other do not notice. */
class ClusterAwayApiTest {

  private static final int FAR_TARGETS = 8;

  private static ControlPlane own;
  private static ControlPlane far;
  private static KubernetesClient ownAdmin;
  private static KubernetesClient farAdmin;

  @BeforeAll
  static void start() throws IOException {
    own = ControlPlane.start(ControlPlaneOptions.of(Extent.API_ONLY), Progress.on(System.out));
    far = ControlPlane.start(ControlPlaneOptions.of(Extent.API_ONLY), Progress.on(System.out));
    ownAdmin = TestCluster.clientOf(own, User.ADMIN.name());
    farAdmin = TestCluster.clientOf(far, User.ADMIN.name());
    ApiServerFaultsApiTest.installOwnKinds(ownAdmin);
  }

  @AfterAll
  static void stop() {
    ownAdmin.close();
    farAdmin.close();
    far.close();
    own.close();
  }

  @Test
  void aServerThatIsStopped() throws Exception {
    try (TwoClusters rig = new TwoClusters(own, far, FAR_TARGETS)) {
      Duration before = settled(rig);
      int threads = Thread.activeCount();
      far.stop(Part.API_SERVER);
      rig.commitFar("gone");

      othersGoOn(rig, before);
      saysSinceWhen(rig);
      othersGoOn(rig, before);
      assertThat(Thread.activeCount()).as("threads do not pile up").isLessThan(threads + 30);

      far.start(Part.API_SERVER);
      rig.edit(farAdmin, "far-0");
      assertReturned(rig, "gone");
    }
  }

  @Test
  void aServerThatAcceptsConnectionsAndStaysSilent() throws Exception {
    try (TwoClusters rig = new TwoClusters(own, far, FAR_TARGETS)) {
      Duration before = settled(rig);
      int threads = Thread.activeCount();
      CompletableFuture<Void> edit;
      far.pause(Part.API_SERVER);
      try {
        rig.commitFar("silent");
        othersGoOn(rig, before);
        saysSinceWhen(rig);
        othersGoOn(rig, before);
        assertThat(Thread.activeCount()).as("threads do not pile up").isLessThan(threads + 30);
        // Waits in the server's socket: what it does first when it is back.
        edit = CompletableFuture.runAsync(() -> rig.edit(farAdmin, "far-0"));
      } finally {
        far.resume(Part.API_SERVER);
      }
      edit.join();
      assertReturned(rig, "silent");
    }
  }

  /** Everything applied once; how long a commit and a heal take on the cluster that stays. */
  private static Duration settled(TwoClusters rig) {
    rig.commitFar("first");
    rig.awaitFar(farAdmin, "first");
    rig.commitAndHeal(ownAdmin); // warms up
    return rig.commitAndHeal(ownAdmin);
  }

  private static void othersGoOn(TwoClusters rig, Duration before) {
    Duration now = rig.commitAndHeal(ownAdmin);
    System.out.printf("commit and heal: %d ms, before %d ms%n", now.toMillis(), before.toMillis());
    assertThat(now)
        .as("commit to applied and heal beside a cluster that is away; before: " + before)
        .isLessThan(before.multipliedBy(5).plusMillis(500));
  }

  private static void saysSinceWhen(TwoClusters rig) {
    rig.until(
        "all targets say since when",
        () ->
            rig.failures().size() == FAR_TARGETS
                && rig.failures().stream()
                    .allMatch(failure -> failure.message().contains(TwoClusters.AWAY)));
    assertThat(rig.failures())
        .allSatisfy(failure -> assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE));
    assertThat(rig.told()).isEqualTo(List.of("far away"));
  }

  /** No interval is waited for: the rig looks again only when it is told to. */
  private static void assertReturned(TwoClusters rig, String value) {
    rig.awaitFar(farAdmin, value);
    assertThat(rig.told()).isEqualTo(List.of("far away", "far back"));
    rig.until("no target says so any more", () -> rig.failures().isEmpty());
  }
}
