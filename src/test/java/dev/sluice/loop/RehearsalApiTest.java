package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Role;
import dev.sluice.probe.StandbyProbe;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.dr.readiness.Lack;
import dev.sluice.promote.dr.readiness.Readiness;
import dev.sluice.promote.dr.readiness.StandingBy;
import dev.sluice.render.Desired;
import dev.sluice.render.Renderer;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a standby lacks is found in its cluster, and what is brought there makes it ready. */
class RehearsalApiTest {

  private static final String DATABASE =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: database, namespace: NAMESPACE}
      stringData: {password: hunter2hunter2}
      """;

  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web, namespace: NAMESPACE}
      """;

  private static final String STORAGE =
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: fast-NAMESPACE}
      provisioner: kubernetes.io/no-provisioner
      """;

  private static final String PRIORITY =
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high-NAMESPACE}
      value: 1000
      """;

  private static final String INGRESS =
      """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: nginx-NAMESPACE}
      spec: {controller: example.com/none}
      """;

  private static final String KIND =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: topics.NAMESPACE.example.com}
      spec:
        group: NAMESPACE.example.com
        scope: Namespaced
        names: {kind: Topic, plural: topics}
        versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: compute, namespace: NAMESPACE}
      spec: {hard: {requests.cpu: CPU}}
      """;

  private final String namespace = TestCluster.newNamespaceForPods("rehearsal");
  private final Target target =
      new Target(
          new TargetId("config", "shop", "dr"),
          "overlays/shop/dr",
          namespace,
          "",
          "main",
          SyncPolicy.DEFAULT,
          Optional.empty(),
          Target.Driver.LEDGER,
          Map.of(Role.STANDBY, "overlays/shop/dr", Role.ACTIVE, "overlays/shop/dr-active"));
  private final List<HasMetadata> ofTheCluster = new ArrayList<>();
  private int port = 80;
  private ClusterRig rig;
  private Rehearsal rehearsal;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    rig = new ClusterRig();
    MemoryTree files =
        new MemoryTree()
            .file("overlays/shop/dr/x", "standby")
            .file("overlays/shop/dr-active/x", "active");
    Revision revision = new Revision("config", "c".repeat(40));
    Aims aims =
        new Aims(
            new BranchTips((repository, branch) -> revision),
            one -> new Source(one, files),
            new Composer(new Overlays()),
            new LastGood());
    rehearsal =
        new Rehearsal(
            aims,
            one -> rig.stages(),
            new Wants(new Targets(), aims),
            new StandbyProbe(one -> rig.cluster()));
  }

  @AfterEach
  void close() {
    ofTheCluster.forEach(one -> TestCluster.admin().resource(one).delete());
    rig.close();
  }

  @Test
  void namesWhatIsMissingAndIsReadyWhenAllOfItIsThere() throws Stopped {
    create(QUOTA.replace("CPU", "\"1\""));
    rig.settle(target, standby());
    rig.requests.drain();

    assertThat(lacks())
        .hasSize(7)
        .anyMatch(lack -> lack.contains("Secret " + namespace + "/database is missing"))
        .anyMatch(lack -> lack.contains("ServiceAccount " + namespace + "/web is missing"))
        .anyMatch(lack -> lack.contains("StorageClass.storage.k8s.io fast-" + namespace))
        .anyMatch(lack -> lack.contains("PriorityClass.scheduling.k8s.io high-" + namespace))
        .anyMatch(lack -> lack.contains("IngressClass.networking.k8s.io nginx-" + namespace))
        .anyMatch(lack ->
            lack.contains("Topic") && lack.contains("the cluster does not know the kind Topic"))
        .anyMatch(lack ->
            lack.contains("compute leaves 1 of requests.cpu") && lack.contains("needs 1500m"));
    assertThat(rig.requests.drain())
        .as("nothing is written, and nothing of a Secret is listed")
        .noneMatch(line -> line.startsWith("PATCH ") && !line.contains("dryRun=All"))
        .noneMatch(line -> line.matches("(POST|PUT|DELETE) .*"))
        .noneMatch(line -> line.matches("GET .*/secrets(\\?.*)? .*"));

    Stream.of(DATABASE, ACCOUNT).forEach(this::create);
    Stream.of(STORAGE, PRIORITY, INGRESS, KIND).forEach(one -> ofTheCluster.add(create(one)));
    create(QUOTA.replace("CPU", "\"2\""));
    Eventually.holds("it could take over", () -> lacks().isEmpty());
  }

  @Test
  void whatTheApiServerWouldRefuseIsNamed() throws Stopped {
    Stream.of(DATABASE, ACCOUNT).forEach(this::create);
    Stream.of(STORAGE, PRIORITY, INGRESS, KIND).forEach(one -> ofTheCluster.add(create(one)));
    rig.settle(target, standby());
    Eventually.holds("nothing is in the way", () -> lacks().isEmpty());
    port = 70_000;
    assertThat(lacks())
        .singleElement()
        .asString()
        .contains("Service " + namespace + "/web would not be applied", "70000");
  }

  private List<String> lacks() throws Stopped {
    return Readiness.of(
            new StandingBy(Optional.empty(), true, "", Health.HEALTHY),
            Optional.of(rehearsal.of(target)))
        .lacks()
        .stream()
        .map(Lack::what)
        .toList();
  }

  private HasMetadata create(String yaml) {
    HasMetadata object =
        (HasMetadata)
            TestCluster.admin()
                .load(
                    new ByteArrayInputStream(
                        yaml.replace("NAMESPACE", namespace).getBytes(StandardCharsets.UTF_8)))
                .items()
                .getFirst();
    return TestCluster.admin().resource(object).fieldManager("a-person").serverSideApply();
  }

  private Manifest[] standby() {
    return manifests(deployment(0), CONFIG);
  }

  private Manifest[] active() {
    return manifests(
        deployment(3), CONFIG, CLAIM, ROUTE, TOPIC, SERVICE.replace("PORT", "" + port));
  }

  private Manifest[] manifests(String... json) {
    return Stream.of(json)
        .map(one -> one.replace("NAMESPACE", namespace))
        .map(ClusterRig::manifest)
        .toArray(Manifest[]::new);
  }

  private static String deployment(int replicas) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "web", "namespace": "NAMESPACE"},
     "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "web"}},
      "template": {"metadata": {"labels": {"app": "web"}},
       "spec": {"serviceAccountName": "web", "priorityClassName": "high-NAMESPACE",
        "containers": [{"name": "web", "image": "web:1",
         "resources": {"requests": {"cpu": "500m"}},
         "envFrom": [{"secretRef": {"name": "database"}},
          {"configMapRef": {"name": "settings"}},
          {"secretRef": {"name": "perhaps", "optional": true}}]}]}}}}
    """
        .formatted(replicas);
  }

  private static final String CONFIG =
      """
      {"apiVersion": "v1", "kind": "ConfigMap",
       "metadata": {"name": "settings", "namespace": "NAMESPACE"}, "data": {"value": "1"}}
      """;

  private static final String SERVICE =
      """
      {"apiVersion": "v1", "kind": "Service",
       "metadata": {"name": "web", "namespace": "NAMESPACE"},
       "spec": {"selector": {"app": "web"}, "ports": [{"port": PORT}]}}
      """;

  private static final String CLAIM =
      """
      {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
       "metadata": {"name": "data", "namespace": "NAMESPACE"},
       "spec": {"storageClassName": "fast-NAMESPACE", "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1Gi"}}}}
      """;

  private static final String ROUTE =
      """
      {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
       "metadata": {"name": "web", "namespace": "NAMESPACE"},
       "spec": {"ingressClassName": "nginx-NAMESPACE",
        "defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}}
      """;

  private static final String TOPIC =
      """
      {"apiVersion": "NAMESPACE.example.com/v1", "kind": "Topic",
       "metadata": {"name": "orders", "namespace": "NAMESPACE"}, "spec": {"partitions": 3}}
      """;

  /** Renders the objects of each role. */
  private final class Overlays implements Renderer {

    @Override
    public Desired render(Source source, String overlay) {
      return ClusterRig.desired(overlay.endsWith("-active") ? active() : standby());
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException();
    }
  }
}
