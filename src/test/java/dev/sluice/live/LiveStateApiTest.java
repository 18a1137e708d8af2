package dev.sluice.live;

import static dev.sluice.live.LiveRig.desired;
import static dev.sluice.live.LiveRig.predicted;
import static dev.sluice.live.LiveRig.quietly;
import static dev.sluice.live.LiveRig.stateOf;
import static dev.sluice.live.LiveRig.states;
import static dev.sluice.live.LiveRig.subject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.ObjectState.Absent;
import dev.sluice.live.ObjectState.InSync;
import dev.sluice.live.ObjectState.Present;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.Desired;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveStateApiTest {

  private final LiveRig rig = new LiveRig();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theFirstLookCostsOneDryRunPerObject() throws Stopped {
    rig.read(rig.target, desired(rig.configMap("a", "1")));
    rig.requests.drain();

    Live live = rig.read(rig.target, desired(rig.configMap("a", "1"), rig.configMap("b", "1")));

    assertThat(states(live)).allMatch(s -> s instanceof Absent(Predicted p));
    assertThat(rig.requests.drain()).hasSize(2).allMatch(r -> r.contains("dryRun=All"));
  }

  @Test
  void whatWasAppliedAndStayedCostsNoRequest() throws Stopped {
    Desired desired = desired(rig.configMap("a", "1"), rig.deployment("web", 2));
    rig.sync(rig.target, desired);
    rig.requests.drain();

    Live live = rig.read(rig.target, desired);

    assertThat(states(live)).hasSize(2).allMatch(s -> s instanceof InSync);
    assertThat(rig.requests.drain()).isEmpty();
  }

  @Test
  void aChangedManifestIsReadAndPredictedAloneOfAll() throws Stopped {
    rig.sync(rig.target, desired(rig.configMap("a", "1"), rig.configMap("b", "1")));
    rig.requests.drain();

    Live live = rig.read(rig.target, desired(rig.configMap("a", "1"), rig.configMap("b", "2")));

    assertThat(stateOf(live, "a")).isInstanceOf(InSync.class);
    Present b = (Present) stateOf(live, "b");
    assertThat(Trees.map(b.live().content(), "data")).containsEntry("value", "1");
    assertThat(predicted(b.prediction())).containsEntry("value", "2");
    assertThat(rig.requests.drain()).hasSize(2);
  }

  @Test
  void everyKindOfDriftIsSeenWithoutBeingAskedFor() throws Stopped {
    Desired desired = desired(rig.deployment("web", 2));
    var deployments = TestCluster.admin().apps().deployments().inNamespace(rig.namespace);

    rig.sync(rig.target, desired);
    deployments.withName("web").scale(5);
    awaitDrift(desired);

    rig.sync(rig.target, desired);
    deployments
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":null}}");
    awaitDrift(desired);

    rig.sync(rig.target, desired);
    deployments
        .withName("web")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("somebody")
                .withForce(true)
                .build(),
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
             "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "other"}]}}}}
            """);
    awaitDrift(desired);

    rig.sync(rig.target, desired);
    deployments.withName("web").delete();
    TestAccess.until("it is missing", () -> stateIs(desired, Absent.class));
  }

  @Test
  void aForeignFieldIsNoDriftAndNoRequest() throws Stopped {
    Desired desired = desired(rig.deployment("web", 2));
    rig.sync(rig.target, desired);
    TestCluster.admin()
        .apps()
        .deployments()
        .inNamespace(rig.namespace)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                + "[{\"name\":\"sidecar\",\"image\":\"sidecar\"}]}}}}");
    TestAccess.until(
        "the sidecar is seen",
        () ->
            quietly(() -> stateOf(rig.read(rig.target, desired), "web"))
                    instanceof InSync(Observed o)
                && !o.foreign().isEmpty());
    rig.requests.drain();

    rig.read(rig.target, desired);

    assertThat(rig.requests.drain()).isEmpty();
  }

  @Test
  void whatLeftGitIsReadForPruning() throws Stopped {
    rig.sync(rig.target, desired(rig.configMap("a", "1"), rig.configMap("b", "1")));

    Live live = rig.read(rig.target, desired(rig.configMap("a", "1")));

    Subject b = subject(live, "b");
    assertThat(b.desired()).isEmpty();
    assertThat(b.recorded()).isPresent();
    assertThat(b.state()).isInstanceOf(Present.class);
  }

  @Test
  void whatWasOnlyIntendedIsAskedForAndNotForced() throws Stopped {
    ObjectKey key = rig.key("a");
    rig.store()
        .save(
            new Inventory(
                rig.target.id(), new TreeMap<>(Map.of(key, Inventory.Entry.intended(key, "v1")))));
    TestCluster.admin()
        .configMaps()
        .inNamespace(rig.namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .addToData("value", "somebody's")
                .build())
        .fieldManager("somebody")
        .serverSideApply();
    rig.requests.drain();

    ObjectState state = stateOf(rig.read(rig.target, desired(rig.configMap("a", "ours"))), "a");

    assertThat(state).isInstanceOf(Present.class);
    assertThat(rig.requests.drain().stream().filter(line -> line.startsWith("PATCH")).findFirst())
        .hasValueSatisfying(first -> assertThat(first).contains("force=false", "-> 409"));
  }

  @Test
  void aLostInventoryIsRebuiltFromLabelsAndNothingIsALeftoverBeforeOneSync() throws Stopped {
    rig.sync(rig.target, desired(rig.configMap("a", "1"), rig.configMap("b", "1")));
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Inventory")
        .inNamespace(rig.state)
        .delete();
    Desired onlyA = desired(rig.configMap("a", "1"));
    InventoryStore restarted = new CustomResourceInventoryStore(rig.clusters.get(""), rig.state);
    LiveState liveState = rig.liveState(restarted);

    Live first = liveState.read(rig.target, onlyA, OtherTargets.NONE);

    assertThat(subject(first, "a").recorded()).isPresent();
    assertThat(first.subjects()).hasSize(1);

    restarted.save(first.inventory());
    assertThat(subject(liveState.read(rig.target, onlyA, OtherTargets.NONE), "b").state())
        .isInstanceOf(Present.class);
  }

  @Test
  void aCopyMadeByHandWithOurLabelIsNotOurs() throws Stopped {
    rig.sync(rig.target, desired(rig.configMap("a", "1")));
    TestCluster.admin()
        .configMaps()
        .inNamespace(rig.namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("copy")
                .addToLabels(Labels.TARGET, LiveRig.SELF.mark(rig.target.id()))
                .endMetadata()
                .build())
        .create();
    TestAccess.until(
        "it is seen", () -> quietly(rig::observations).find(rig.key("copy")).isPresent());

    assertThat(rig.read(rig.target, desired(rig.configMap("a", "1"))).subjects()).hasSize(1);
  }

  private boolean sidecarIsSeen(Desired desired) {
    ObjectState state = quietly(() -> stateOf(rig.read(rig.target, desired), "web"));
    return state instanceof InSync(Observed observed) && !observed.foreign().isEmpty();
  }

  private void awaitDrift(Desired desired) {
    TestAccess.until("drift is seen", () -> stateIs(desired, Present.class));
  }

  private boolean stateIs(Desired desired, Class<? extends ObjectState> type) {
    return type.isInstance(quietly(() -> stateOf(rig.read(rig.target, desired), "web")));
  }
}
