package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Hooks;
import dev.sluice.testing.TestCluster;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which hooks that cannot be taken back were begun: remembered on a real API server. */
class IrreversibleHooksApiTest {

  private static final String FIRST = "a1".repeat(20);
  private static final String SECOND = "b2".repeat(20);

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void whatWasBegunIsKnownAfterARestartToo() throws Stopped {
    String namespace = TestCluster.newNamespace("irreversible");
    Target target = ClusterRig.target(namespace, "shop", SyncPolicy.DEFAULT);
    List<Hook> hooks =
        Hooks.split(
                ClusterRig.desired(
                    hook("migrate", "\"sluice.dev/reversible\": \"false\""),
                    hook("notify", "\"sluice.dev/reversible\": \"true\""),
                    hook("warm", "\"team\": \"shop\"")))
            .hooks();
    String state = TestCluster.newNamespace("rig-state");
    try (ClusterRig rig = new ClusterRig(TestCluster.shared().kubeconfig("admin"), state)) {
      assertThat(begun(rig, target, FIRST, hooks)).isEmpty();
      var unused = rig.stages().hooks().run(target, FIRST, hooks, Hook.Point.BEFORE_APPLY);
      assertThat(begun(rig, target, FIRST, hooks)).containsExactly(migration(namespace));
    }
    try (ClusterRig rig = new ClusterRig(TestCluster.shared().kubeconfig("admin"), state)) {
      rig.requests.drain();
      assertThat(begun(rig, target, FIRST, hooks)).containsExactly(migration(namespace));
      assertThat(begun(rig, target, SECOND, hooks)).as("another revision").isEmpty();
    }
  }

  @Test
  void whatSaysNeitherYesNorNoIsRefused() {
    Stopped refused =
        catchThrowableOfType(
            Stopped.class,
            () ->
                Hooks.split(
                    ClusterRig.desired(hook("migrate", "\"sluice.dev/reversible\": \"no\""))));

    assertThat(refused.failure().reason()).isEqualTo(Reason.INVALID_MANIFEST);
    assertThat(refused.failure().toString())
        .contains("\"no\" does not say whether it can be taken back");
  }

  private static List<ObjectKey> begun(
      ClusterRig rig, Target target, String commit, List<Hook> hooks) throws Stopped {
    return rig.stages().hooks().irreversible(target, commit, hooks);
  }

  private static ObjectKey migration(String namespace) {
    return new ObjectKey("batch", "Job", namespace, "migrate-before-apply-a1a1a1a1a1a1");
  }

  private static Manifest hook(String name, String annotation) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "batch/v1", "kind": "Job",
         "metadata": {"name": "%s", "annotations": {"sluice.dev/hook": "before-apply", %s}},
         "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never",
           "containers": [{"name": "main", "image": "registry.example/main:1"}]}}}}
        """
            .formatted(name, annotation));
  }
}
