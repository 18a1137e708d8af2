package dev.sluice.kube;

import static dev.sluice.kube.TestAccess.configMap;
import static dev.sluice.kube.TestAccess.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.testing.TestCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Fabric8ClusterApiTest {

  private final String namespace = TestCluster.newNamespace("cluster");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void applyAndGetAreOneRequestEach() throws Stopped {
    Manifest manifest = configMap(namespace, "a", "t", "1");
    cluster().kind(manifest.kind());
    requests.drain();

    LiveObject applied = cluster().apply(manifest, Persistence.STORED, Ownership.ASK);
    assertThat(requests.drain())
        .singleElement()
        .asString()
        .startsWith("PATCH /api/v1/namespaces/" + namespace + "/configmaps/a?fieldManager=sluice");
    LiveObject got = cluster().get(manifest.kind(), manifest.key()).orElseThrow();
    assertThat(requests.drain()).hasSize(1);

    assertThat(got.content()).isEqualTo(applied.content());
    assertThat(got.managedFields()).extracting(e -> e.get("manager")).containsExactly("sluice");
  }

  @Test
  void theDryRunOfAnObjectThatIsNotThereHasNoResourceVersionAndStoresNothing() throws Stopped {
    Manifest manifest = configMap(namespace, "a", "t", "1");

    LiveObject predicted = cluster().apply(manifest, Persistence.DRY_RUN, Ownership.ASK);

    assertThat(predicted.resourceVersion()).isEmpty();
    assertThat(predicted.managedFields()).hasSize(1);
    assertThat(cluster().get(manifest.kind(), manifest.key())).isEmpty();
  }

  @Test
  void theDryRunOfAnObjectThatIsThereKeepsItsResourceVersion() throws Stopped {
    Manifest manifest = configMap(namespace, "a", "t", "1");
    LiveObject stored = cluster().apply(manifest, Persistence.STORED, Ownership.ASK);

    LiveObject predicted =
        cluster().apply(configMap(namespace, "a", "t", "2"), Persistence.DRY_RUN, Ownership.ASK);

    assertThat(predicted.resourceVersion()).isEqualTo(stored.resourceVersion());
    assertThat(Trees.map(predicted.content(), "data")).isEqualTo(Map.of("value", "2"));
  }

  @Test
  void bigNumbersArriveAsTheyStand() throws Stopped {
    Manifest manifest =
        manifest(
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "big", "namespace": "%s"},
             "spec": {"containers": [{"name": "a", "image": "a"}],
                      "activeDeadlineSeconds": 2147483647,
                      "securityContext": {"runAsUser": 2147483647}}}
            """
                .formatted(TestCluster.newNamespaceForPods("numbers")));
    LiveObject applied = cluster().apply(manifest, Persistence.DRY_RUN, Ownership.ASK);
    assertThat(Trees.map(applied.content(), "spec").get("activeDeadlineSeconds"))
        .isEqualTo(2147483647);
  }

  @Test
  void anObjectOf300KilobytesIsApplied() throws Stopped {
    Manifest big = configMap(namespace, "big", "t", "x".repeat(300_000));
    cluster().apply(big, Persistence.STORED, Ownership.ASK);
    assertThat(cluster().get(big.kind(), big.key())).isPresent();
  }

  @Test
  void anObjectBeyondTheLimitIsNamed() {
    for (int size : new int[] {1_700_000, 4_000_000}) {
      Failure failure = refused(configMap(namespace, "big", "t", "x".repeat(size)));
      assertThat(failure.reason()).as("%d: %s", size, failure).isEqualTo(Reason.OBJECT_TOO_LARGE);
    }
  }

  @Test
  void aDeleteSparesAnObjectThatIsNotTheOneThatWasSeen() throws Stopped {
    Manifest manifest = configMap(namespace, "a", "t", "1");
    LiveObject seen = cluster().apply(manifest, Persistence.STORED, Ownership.ASK);
    LiveObject now =
        cluster().apply(configMap(namespace, "a", "t", "2"), Persistence.STORED, Ownership.ASK);

    Stopped stale =
        catchThrowableOfType(
            Stopped.class,
            () ->
                cluster()
                    .delete(manifest.kind(), manifest.key(), seen.uid(), seen.resourceVersion()));
    assertThat(stale.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    Stopped other =
        catchThrowableOfType(
            Stopped.class,
            () -> cluster().delete(manifest.kind(), manifest.key(), "another-uid", ""));
    assertThat(other.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(cluster().get(manifest.kind(), manifest.key())).isPresent();

    assertThat(cluster().delete(manifest.kind(), manifest.key(), now.uid(), now.resourceVersion()))
        .isTrue();
    TestAccess.until("it is gone", () -> isGone(manifest));
    assertThat(cluster().delete(manifest.kind(), manifest.key(), now.uid(), now.resourceVersion()))
        .isFalse();
  }

  @Test
  void aFieldOfAnotherManagerIsAConflictThatNamesFieldAndOwner() throws Stopped {
    Manifest manifest = configMap(namespace, "a", "t", "1");
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

    Failure failure = refused(manifest);

    assertThat(failure.reason()).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(failure.field()).isEqualTo("data.value");
    assertThat(failure.message()).contains("data.value (owned by somebody)");
    cluster().apply(manifest, Persistence.STORED, Ownership.FORCE);
  }

  @Test
  void aKindThatAppearsWithItsCrdIsFoundAtOnce() throws Stopped {
    String group = namespace + ".example";
    ApiKind kind = ApiKind.of(group + "/v1", "Gadget");
    assertThat(cluster().kind(kind)).isEmpty();

    cluster()
        .apply(
            manifest(
                """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "gadgets.%1$s"},
                 "spec": {"group": "%1$s", "scope": "Cluster",
                  "names": {"kind": "Gadget", "plural": "gadgets"},
                  "versions": [{"name": "v1", "served": true, "storage": true,
                   "schema": {"openAPIV3Schema": {"type": "object",
                    "properties": {"spec": {"type": "object",
                      "properties": {"big": {"type": "integer", "format": "int64"},
                                     "ratio": {"type": "number"}}}}}}}]}}
                """
                    .formatted(group)),
            Persistence.STORED,
            Ownership.FORCE);
    TestAccess.until("the kind is served", () -> isServed(kind));

    assertThat(cluster().kind(kind).orElseThrow().scope()).isEqualTo(KindInfo.Scope.CLUSTER);
    LiveObject applied =
        cluster()
            .apply(
                manifest(
                    """
                    {"apiVersion": "%s/v1", "kind": "Gadget", "metadata": {"name": "g"},
                     "spec": {"big": 9223372036854775807, "ratio": 0.1}}
                    """
                        .formatted(group)),
                Persistence.STORED,
                Ownership.FORCE);
    assertThat(Trees.map(applied.content(), "spec"))
        .containsEntry("big", Long.MAX_VALUE)
        .containsEntry("ratio", new java.math.BigDecimal("0.1"));
  }

  @Test
  void anUnreachableClusterFailsItsOwnTargetsOnly(@TempDir Path folder) throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    java.nio.file.Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """);
    try (Clusters broken = TestAccess.clusters(kubeconfig, RequestListener.NONE)) {
      Stopped stopped =
          catchThrowableOfType(
              Stopped.class, () -> broken.get("").cluster().kind(ApiKind.of("v1", "ConfigMap")));
      assertThat(stopped.failure().reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE);
      Stopped unregistered = catchThrowableOfType(Stopped.class, () -> broken.get("elsewhere"));
      assertThat(unregistered.failure().reason()).isEqualTo(Reason.NOT_FOUND);
    }
  }

  private Cluster cluster() throws Stopped {
    return clusters.get("").cluster();
  }

  private Failure refused(Manifest manifest) {
    return catchThrowableOfType(
            Stopped.class, () -> cluster().apply(manifest, Persistence.STORED, Ownership.ASK))
        .failure();
  }

  private boolean isGone(Manifest manifest) {
    try {
      return cluster().get(manifest.kind(), manifest.key()).isEmpty();
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }

  private boolean isServed(ApiKind kind) {
    try {
      return cluster().kind(kind).isPresent();
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }
}
