package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Verdict;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.promote.strategy.BlueGreenObjects;
import dev.sluice.promote.strategy.BlueGreenObjects.Side;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What blue-green comes to, phase by phase, on a real API server. */
class BlueGreenApiTest {

  private final String namespace = TestCluster.newNamespaceForPods("bluegreen");
  private final Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
  private ClusterRig rig;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    rig = new ClusterRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anApplicationMovesIntoSlotsWithoutItsServiceChangingBeforeTheSwitch() throws Stopped {
    rig.settle(target, render("1"));
    String uid = service("web").getMetadata().getUid();
    assertThat(deployments()).containsExactly("web");

    Side plain = new Side(Slot.PLAIN, List.of("web"), objects(render("1")));
    Side blue = new Side(Slot.BLUE, List.of("web"), objects(render("2")));
    settle(plain, Optional.of(blue), Slot.BLUE);
    assertThat(deployments()).containsExactly("web", "web-blue");
    assertThat(service("web").getSpec().getSelector()).isEqualTo(Map.of("app", "web"));
    assertThat(service("web-preview").getSpec().getSelector())
        .isEqualTo(Map.of("app", "web", Slot.LABEL, "blue"));
    assertThat(image("web")).isEqualTo("web:1");
    assertThat(image("web-blue")).isEqualTo("web:2");
    assertThat(value("settings")).as("the old release keeps its own").isEqualTo("1");
    assertThat(value("settings-blue")).isEqualTo("2");

    settle(blue, Optional.of(plain), Slot.BLUE);
    assertThat(service("web").getSpec().getSelector())
        .isEqualTo(Map.of("app", "web", Slot.LABEL, "blue"));
    assertThat(deployments()).containsExactly("web", "web-blue");

    settle(blue, Optional.empty(), Slot.BLUE);
    assertThat(deployments()).containsExactly("web-blue");
    assertThat(service("web").getMetadata().getUid()).as("the same Service").isEqualTo(uid);
  }

  @Test
  void whatAPersonDoesToTheSwitchIsHealedAndTheNextReleaseTakesTheOtherSlot() throws Stopped {
    Side blue = new Side(Slot.BLUE, List.of(), objects(render("1")));
    settle(blue, Optional.empty(), Slot.BLUE);
    Side green = new Side(Slot.GREEN, List.of(), objects(render("2")));
    settle(blue, Optional.of(green), Slot.GREEN);
    settle(green, Optional.of(blue), Slot.GREEN);
    assertThat(service("web").getSpec().getSelector()).containsEntry(Slot.LABEL, "green");

    select("{\"sluice.dev/slot\": \"blue\"}");
    Manifest[] switched = composed(green, Optional.of(blue), Slot.GREEN);
    TestAccess.until(
        "the edit is drift",
        () -> {
          try {
            return !rig.run(target, switched).plan().isEmpty();
          } catch (Stopped stopped) {
            throw new AssertionError(stopped);
          }
        });
    rig.settle(target, switched);
    assertThat(service("web").getSpec().getSelector())
        .isEqualTo(Map.of("app", "web", Slot.LABEL, "green"));

    // An instant switch back touches the Services and nothing else.
    ClusterRig.Run back = rig.run(target, composed(blue, Optional.of(green), Slot.BLUE));
    assertThat(back.failures()).isEmpty();
    assertThat(
            back.changes().all().stream()
                .filter(change -> change.verdict() != Verdict.SAME)
                .map(change -> change.subject().key().name()))
        .containsExactlyInAnyOrder("web", "web-preview");
    assertThat(service("web").getSpec().getSelector()).containsEntry(Slot.LABEL, "blue");
  }

  private void settle(Side serves, Optional<Side> other, Slot tried) throws Stopped {
    rig.settle(target, composed(serves, other, tried));
  }

  private static Manifest[] composed(Side serves, Optional<Side> other, Slot tried) throws Stopped {
    return BlueGreenObjects.compose(serves, other, tried).objects().stream()
        .map(DesiredObject::manifest)
        .toArray(Manifest[]::new);
  }

  private static List<DesiredObject> objects(Manifest... manifests) {
    return ClusterRig.desired(manifests).objects();
  }

  private Manifest[] render(String version) {
    return Stream.of(
            """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "web", "namespace": "NAMESPACE"},
             "spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80}]}}
            """,
            """
            {"apiVersion": "v1", "kind": "ConfigMap",
             "metadata": {"name": "settings", "namespace": "NAMESPACE"},
             "data": {"value": "VERSION"}}
            """,
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "web", "namespace": "NAMESPACE"},
             "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
              "template": {"metadata": {"labels": {"app": "web"}},
               "spec": {"containers": [{"name": "web", "image": "web:VERSION",
                "envFrom": [{"configMapRef": {"name": "settings"}}]}]}}}}
            """,
            """
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
             "metadata": {"name": "web", "namespace": "NAMESPACE"},
             "spec": {"maxReplicas": 3,
              "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}}
            """,
            """
            {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
             "metadata": {"name": "web", "namespace": "NAMESPACE"},
             "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}}}
            """)
        .map(json -> json.replace("NAMESPACE", namespace).replace("VERSION", version))
        .map(ClusterRig::manifest)
        .toArray(Manifest[]::new);
  }

  private List<String> deployments() {
    return TestCluster.admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(one -> !one.isMarkedForDeletion())
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getName())
        .sorted()
        .toList();
  }

  private String image(String deployment) {
    return TestCluster.admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private String value(String map) {
    return TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName(map)
        .get()
        .getData()
        .get("value");
  }

  private Service service(String name) {
    return TestCluster.admin().services().inNamespace(namespace).withName(name).get();
  }

  private void select(String labels) {
    TestCluster.admin()
        .services()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kubectl-edit")
                .build(),
            "{\"spec\": {\"selector\": " + labels + "}}");
  }
}
