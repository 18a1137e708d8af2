package dev.sluice.live;

import dev.sluice.fields.Digests;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.rules.BundledRules;
import dev.sluice.testing.TestCluster;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A target on the shared API server, with everything that reads its live side. */
final class LiveRig implements AutoCloseable {

  final String namespace = TestCluster.newNamespace("live");
  final String state = TestCluster.newNamespace("live-state");
  final Requests requests = new Requests();
  final Clusters clusters =
      new Clusters(
          List.of(
              new ClusterSettings(
                  "",
                  new ClusterSettings.Access.Kubeconfig(
                      TestCluster.shared().kubeconfig("admin"), ""))),
          new Reduction(new HealthRules(RuleBook.EMPTY, new BundledRules()))::of,
          requests,
          InstantSource.system());
  static final Installation SELF = new Installation("testtest");

  final FirstClaims claims = new FirstClaims();
  final Target target = target("web");

  private Optional<InventoryStore> store = Optional.empty();

  @Override
  public void close() {
    clusters.close();
  }

  // What the applier does, without its care: apply everything and record the answers.
  void sync(Target whose, Desired desired) throws Stopped {
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

  Live read(Target whose, Desired desired) throws Stopped {
    return read(whose, desired, OtherTargets.NONE);
  }

  Live read(Target whose, Desired desired, OtherTargets others) throws Stopped {
    return liveState(store()).read(whose, desired, others);
  }

  LiveState liveState(InventoryStore store) throws Stopped {
    return new LiveState(clusters.get("").cluster(), observations(), store, claims, SELF, 8);
  }

  Observations observations() throws Stopped {
    return clusters.get("").observations();
  }

  InventoryStore store() throws Stopped {
    if (store.isEmpty()) {
      store = Optional.of(new CustomResourceInventoryStore(clusters.get(""), state));
    }
    return store.get();
  }

  Target target(String application) {
    return new Target(
        new TargetId(namespace, application, "dev"),
        "overlays/" + application + "/dev",
        namespace,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  static Desired desired(Manifest... manifests) {
    List<DesiredObject> objects =
        Arrays.stream(manifests)
            .map(m -> new DesiredObject(m, Digests.sha256(m.content())))
            .toList();
    return new Desired(objects, new Closure("test", new TreeMap<>()), "", List.of());
  }

  Manifest configMap(String name, String value) {
    return configMapIn(namespace, name, value);
  }

  static Manifest configMapIn(String where, String name, String value) {
    return TestAccess.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s"}, "data": {"value": "%s"}}
        """
            .formatted(name, where, value));
  }

  Manifest deployment(String name, int replicas) {
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

  ObjectKey key(String name) {
    return new ObjectKey("", "ConfigMap", namespace, name);
  }

  static List<ObjectState> states(Live live) {
    return live.subjects().stream().map(Subject::state).toList();
  }

  static Subject subject(Live live, String name) {
    return live.subjects().stream()
        .filter(s -> s.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static ObjectState stateOf(Live live, String name) {
    return subject(live, name).state();
  }

  static java.util.Map<String, Object> predicted(Prediction prediction) {
    return Trees.map(((Predicted) prediction).object().content(), "data");
  }

  interface Attempt<T> {
    T get() throws Stopped;
  }

  static <T> T quietly(Attempt<T> attempt) {
    try {
      return attempt.get();
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }
}
