package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.fields.Digests;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.ObjectState.Absent;
import dev.sluice.live.ObjectState.InSync;
import dev.sluice.live.ObjectState.Present;
import dev.sluice.live.ObjectState.Unreadable;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.live.Prediction.Refused;
import dev.sluice.live.Prediction.Unpredicted;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveStateApiTest {

  private final String namespace = TestCluster.newNamespace("live");
  private final String state = TestCluster.newNamespace("live-state");
  private final Requests requests = new Requests();
  private final Clusters clusters =
      new Clusters(
          List.of(
              new ClusterSettings(
                  "",
                  new ClusterSettings.Access.Kubeconfig(
                      TestCluster.shared().kubeconfig("admin"), ""))),
          Reduction::of,
          requests,
          InstantSource.system());
  private final Claims claims = new Claims();
  private final Target target = target("web");

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void theFirstLookCostsOneDryRunPerObject() throws Stopped {
    read(target, desired(configMap("a", "1")));
    requests.drain();

    Live live = read(target, desired(configMap("a", "1"), configMap("b", "1")));

    assertThat(states(live)).allMatch(s -> s instanceof Absent(Predicted p));
    assertThat(requests.drain()).hasSize(2).allMatch(r -> r.contains("dryRun=All"));
  }

  @Test
  void whatWasAppliedAndStayedCostsNoRequest() throws Stopped {
    Desired desired = desired(configMap("a", "1"), deployment("web", 2));
    sync(target, desired);
    requests.drain();

    Live live = read(target, desired);

    assertThat(states(live)).hasSize(2).allMatch(s -> s instanceof InSync);
    assertThat(requests.drain()).isEmpty();
  }

  @Test
  void aChangedManifestIsReadAndPredictedAloneOfAll() throws Stopped {
    sync(target, desired(configMap("a", "1"), configMap("b", "1")));
    requests.drain();

    Live live = read(target, desired(configMap("a", "1"), configMap("b", "2")));

    assertThat(stateOf(live, "a")).isInstanceOf(InSync.class);
    Present b = (Present) stateOf(live, "b");
    assertThat(Trees.map(b.live().content(), "data")).containsEntry("value", "1");
    assertThat(predicted(b.prediction())).containsEntry("value", "2");
    assertThat(requests.drain()).hasSize(2);
  }

  @Test
  void everyKindOfDriftIsSeenWithoutBeingAskedFor() throws Stopped {
    Desired desired = desired(deployment("web", 2));
    var deployments = TestCluster.admin().apps().deployments().inNamespace(namespace);

    sync(target, desired);
    deployments.withName("web").scale(5);
    awaitDrift(desired);

    sync(target, desired);
    deployments
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":null}}");
    awaitDrift(desired);

    sync(target, desired);
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

    sync(target, desired);
    deployments.withName("web").delete();
    TestAccess.until("it is missing", () -> stateIs(desired, Absent.class));
  }

  @Test
  void aForeignFieldIsNoDriftAndNoRequest() throws Stopped {
    Desired desired = desired(deployment("web", 2));
    sync(target, desired);
    TestCluster.admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                + "[{\"name\":\"sidecar\",\"image\":\"sidecar\"}]}}}}");
    TestAccess.until(
        "the sidecar is seen",
        () ->
            quietly(() -> stateOf(read(target, desired), "web")) instanceof InSync(Observed o)
                && !o.foreign().isEmpty());
    requests.drain();

    read(target, desired);

    assertThat(requests.drain()).isEmpty();
  }

  @Test
  void whatLeftGitIsReadForPruning() throws Stopped {
    sync(target, desired(configMap("a", "1"), configMap("b", "1")));

    Live live = read(target, desired(configMap("a", "1")));

    Subject b = subject(live, "b");
    assertThat(b.desired()).isEmpty();
    assertThat(b.recorded()).isPresent();
    assertThat(b.state()).isInstanceOf(Present.class);
  }

  @Test
  void aLostInventoryIsRebuiltFromLabelsAndNothingIsALeftoverBeforeOneSync() throws Stopped {
    sync(target, desired(configMap("a", "1"), configMap("b", "1")));
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Inventory")
        .inNamespace(state)
        .delete();
    Desired onlyA = desired(configMap("a", "1"));
    InventoryStore restarted = new CustomResourceInventoryStore(clusters.get(""), state);
    LiveState liveState = liveState(restarted);

    Live first = liveState.read(target, onlyA);

    assertThat(subject(first, "a").recorded()).isPresent();
    assertThat(first.subjects()).hasSize(1);

    restarted.save(first.inventory());
    assertThat(subject(liveState.read(target, onlyA), "b").state()).isInstanceOf(Present.class);
  }

  @Test
  void aCopyMadeByHandWithOurLabelIsNotOurs() throws Stopped {
    sync(target, desired(configMap("a", "1")));
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("copy")
                .addToLabels(Labels.TARGET, Labels.targetName(target.id()))
                .endMetadata()
                .build())
        .create();
    TestAccess.until("it is seen", () -> quietly(this::observations).find(key("copy")).isPresent());

    assertThat(read(target, desired(configMap("a", "1"))).subjects()).hasSize(1);
  }

  @Test
  void anObjectThatIsThereWithoutUsIsPresentAndPredictedUnforced() throws Stopped {
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .addToData("value", "theirs")
                .build())
        .fieldManager("somebody")
        .serverSideApply();

    Present present = (Present) stateOf(read(target, desired(configMap("a", "1"))), "a");

    assertThat(present.prediction())
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.failure().reason()).isEqualTo(Reason.FIELD_CONFLICT));
  }

  @Test
  void anObjectOfAnotherTargetIsRefusedUntilThatOneGivesItUp() throws Stopped {
    Target other = target("other");
    sync(other, desired(configMap("a", "1")));

    Present taken = (Present) stateOf(read(target, desired(configMap("a", "2"))), "a");
    assertThat(((Refused) taken.prediction()).failure().reason())
        .isEqualTo(Reason.WANTED_BY_OTHER_TARGET);

    read(other, desired(configMap("b", "1")));
    Present free = (Present) stateOf(read(target, desired(configMap("a", "2"))), "a");
    assertThat(free.prediction()).isInstanceOf(Predicted.class);
  }

  @Test
  void ofTwoTargetsThatWantANewObjectTheFirstGetsIt() throws Stopped {
    assertThat(stateOf(read(target, desired(configMap("a", "1"))), "a"))
        .matches(s -> s instanceof Absent(Predicted p));

    assertThat(stateOf(read(target("other"), desired(configMap("a", "1"))), "a"))
        .matches(s ->
            s instanceof Absent(Refused(var failure))
                && failure.reason() == Reason.WANTED_BY_OTHER_TARGET);
  }

  @Test
  void anObjectWithoutNamespaceGetsTheDefaultOneAndAClusterScopedOneLosesIts() throws Stopped {
    String role = TestCluster.uniqueName("role");
    Live live =
        read(
            target,
            desired(
                TestAccess.manifest(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}"),
                TestAccess.manifest(
                    """
                    {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
                     "metadata": {"name": "%s", "namespace": "elsewhere"}, "rules": []}
                    """
                        .formatted(role))));

    assertThat(live.subjects())
        .extracting(s -> s.key().namespace())
        .containsExactlyInAnyOrder(namespace, "");
    assertThat(live.subjects()).allMatch(s -> s.state() instanceof Absent(Predicted p));
    assertThat(live.warnings()).singleElement().asString().contains("elsewhere");
  }

  @Test
  void theSameObjectTwiceIsOneIfEqualAndAFailureIfNot() throws Stopped {
    Manifest implicit =
        TestAccess.manifest(
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},"
                + "\"data\":{\"value\":\"1\"}}");

    assertThat(read(target, desired(implicit, configMap("a", "1"))).subjects()).hasSize(1);
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> read(target, desired(implicit, configMap("a", "2"))));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.DUPLICATE_OBJECT);
  }

  @Test
  void whatNeedsACrdOrNamespaceOfTheSameRenderIsUnpredictedAndAnUnknownKindIsNamed()
      throws Stopped {
    String group = namespace + ".example";
    String fresh = TestCluster.uniqueName("fresh");
    Live live =
        read(
            target,
            desired(
                TestAccess.manifest(
                    """
                    {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                     "metadata": {"name": "gadgets.%1$s"},
                     "spec": {"group": "%1$s", "scope": "Cluster",
                      "names": {"kind": "Gadget", "plural": "gadgets"},
                      "versions": [{"name": "v1", "served": true, "storage": true,
                       "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                    """
                        .formatted(group)),
                custom(group, "Gadget", "g"),
                custom("nothing.example", "Nothing", "n"),
                TestAccess.manifest(
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                        .formatted(fresh)),
                configMapIn(fresh, "inside", "1"),
                configMapIn(fresh + "-not", "outside", "1")));

    assertThat(stateOf(live, "g")).matches(s -> s instanceof Absent(Unpredicted u));
    assertThat(subject(live, "g").key().namespace()).isEmpty();
    assertThat(stateOf(live, "n"))
        .matches(s -> s instanceof Unreadable(var f) && f.reason() == Reason.UNKNOWN_KIND);
    assertThat(stateOf(live, "inside")).matches(s -> s instanceof Absent(Unpredicted u));
    assertThat(stateOf(live, "outside"))
        .matches(
            s -> s instanceof Absent(Refused(var f)) && f.reason() == Reason.NAMESPACE_MISSING);
  }

  // What the applier does, without its care: apply everything and record the answers.
  private void sync(Target whose, Desired desired) throws Stopped {
    Live live = read(whose, desired);
    SortedMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>();
    for (Subject subject : live.subjects()) {
      if (subject.desired().isPresent()) {
        DesiredObject object = subject.desired().get();
        Observed now =
            observations()
                .learn(
                    clusters
                        .get("")
                        .cluster()
                        .apply(
                            object.manifest(),
                            Cluster.Persistence.STORED,
                            Cluster.Ownership.FORCE));
        entries.put(
            subject.key(),
            new Inventory.Entry(
                subject.key(),
                subject.kind().version(),
                object.digest(),
                now.fingerprint(),
                now.foreignHash(),
                now.uid()));
      }
    }
    store().save(new Inventory(whose.id(), entries));
  }

  private boolean sidecarIsSeen(Desired desired) {
    ObjectState state = quietly(() -> stateOf(read(target, desired), "web"));
    return state instanceof InSync(Observed observed) && !observed.foreign().isEmpty();
  }

  private void awaitDrift(Desired desired) {
    TestAccess.until("drift is seen", () -> stateIs(desired, Present.class));
  }

  private boolean stateIs(Desired desired, Class<? extends ObjectState> type) {
    return type.isInstance(quietly(() -> stateOf(read(target, desired), "web")));
  }

  private Live read(Target whose, Desired desired) throws Stopped {
    return liveState(store()).read(whose, desired);
  }

  private LiveState liveState(InventoryStore store) throws Stopped {
    return new LiveState(clusters.get("").cluster(), observations(), store, claims, 8);
  }

  private Observations observations() throws Stopped {
    return clusters.get("").observations();
  }

  private Optional<InventoryStore> store = Optional.empty();

  private InventoryStore store() throws Stopped {
    if (store.isEmpty()) {
      store = Optional.of(new CustomResourceInventoryStore(clusters.get(""), state));
    }
    return store.get();
  }

  private Target target(String application) {
    return new Target(
        new TargetId(namespace, application, "dev"),
        "overlays/" + application + "/dev",
        namespace,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  private static Desired desired(Manifest... manifests) {
    List<DesiredObject> objects =
        Arrays.stream(manifests)
            .map(m -> new DesiredObject(m, Digests.sha256(m.content())))
            .toList();
    return new Desired(objects, new Closure("test", new TreeMap<>()), "", List.of());
  }

  private Manifest configMap(String name, String value) {
    return configMapIn(namespace, name, value);
  }

  private static Manifest configMapIn(String where, String name, String value) {
    return TestAccess.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s"}, "data": {"value": "%s"}}
        """
            .formatted(name, where, value));
  }

  private static Manifest custom(String group, String kind, String name) {
    return TestAccess.manifest(
        "{\"apiVersion\":\"%s/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(group, kind, name));
  }

  private Manifest deployment(String name, int replicas) {
    return TestAccess.manifest(
        """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "%1$s", "namespace": "%2$s"},
         "spec": {"replicas": %3$d, "selector": {"matchLabels": {"app": "%1$s"}},
          "template": {"metadata": {"labels": {"app": "%1$s"}},
           "spec": {"containers": [{"name": "%1$s", "image": "%1$s"}]}}}}
        """
            .formatted(name, namespace, replicas));
  }

  private ObjectKey key(String name) {
    return new ObjectKey("", "ConfigMap", namespace, name);
  }

  private static List<ObjectState> states(Live live) {
    return live.subjects().stream().map(Subject::state).toList();
  }

  private static Subject subject(Live live, String name) {
    return live.subjects().stream()
        .filter(s -> s.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectState stateOf(Live live, String name) {
    return subject(live, name).state();
  }

  private static java.util.Map<String, Object> predicted(Prediction prediction) {
    return Trees.map(((Predicted) prediction).object().content(), "data");
  }

  private interface Attempt<T> {
    T get() throws Stopped;
  }

  private static <T> T quietly(Attempt<T> attempt) {
    try {
      return attempt.get();
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }
}
