package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Account;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs {@code deploy/tenants/example} for a daemon whose account has nothing else, and acts
 * with exactly these rights.
 */
class TenantApiTest {

  private static final String TENANT = "tenant-example";

  @TempDir private static Path folder;

  private static final String DAEMON = TestCluster.newNamespace("tenant-daemon");
  private static Clusters clusters;
  private static Clusters.Connected daemon;

  @BeforeAll
  static void install() throws IOException, Stopped {
    KubernetesClient admin = TestCluster.admin();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("sluice")
                .withNamespace(DAEMON)
                .endMetadata()
                .build())
        .serverSideApply();
    for (HasMetadata object : tenant()) {
      admin.resource(object).forceConflicts().serverSideApply();
    }
    clusters = TestAccess.clusters(kubeconfig(admin), RequestListener.NONE);
    daemon = clusters.get("");
  }

  @AfterAll
  static void close() {
    clusters.close();
  }

  @Test
  void inItsNamespaceTheAccountAppliesReadsAndDeletes() throws Stopped {
    Cluster tenant = daemon.cluster(new Account(TENANT, "deployer"));
    Manifest map = TestAccess.configMap(TENANT, "mine", "t", "1");
    tenant.apply(map, Persistence.DRY_RUN, Ownership.ASK);
    LiveObject applied = tenant.apply(map, Persistence.STORED, Ownership.ASK);
    assertThat(tenant.get(map.kind(), map.key())).isPresent();
    LiveObject amended =
        tenant.amend(
            map.kind(), map.key(), Map.of("metadata", Map.of("annotations", Map.of("a", "b"))));
    assertThat(amended.uid()).isEqualTo(applied.uid());
    assertThat(tenant.delete(map.kind(), map.key(), applied.uid(), "")).isTrue();
  }

  @Test
  void elsewhereItIsRefusedAndToldTheRuleAndWhoIsToHaveIt() {
    String elsewhere = TestCluster.newNamespace("elsewhere");
    Cluster tenant = daemon.cluster(new Account(TENANT, "deployer"));
    Failure failure = refused(tenant, TestAccess.configMap(elsewhere, "theirs", "t", "1"));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.where()).hasToString("overlays/shop/dev/web.yaml:3");
    assertThat(failure.remedy())
        .isEqualTo(
            "Add this rule to a Role in the namespace "
                + elsewhere
                + " that is bound to system:serviceaccount:tenant-example:deployer: {apiGroups:"
                + " [\"\"], resources: [\"configmaps\"], verbs: [\"patch\"]}");
  }

  @Test
  void aKindOfTheWholeClusterIsRefused() {
    Cluster tenant = daemon.cluster(new Account(TENANT, "deployer"));
    Failure failure =
        refused(
            tenant,
            TestAccess.manifest(
                """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "grab"}}
                """));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.remedy()).contains("ClusterRole", "tenant-example:deployer", "namespaces");
  }

  @Test
  void asAnotherAccountTheDaemonMayNotAct() {
    Cluster other = daemon.cluster(new Account(TENANT, "default"));
    Failure failure = refused(other, TestAccess.configMap(TENANT, "a", "t", "1"));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.remedy())
        .isEqualTo(
            "Add this rule to a Role in the namespace tenant-example that is bound to"
                + " system:serviceaccount:"
                + DAEMON
                + ":sluice: {apiGroups: [\"\"], resources: [\"serviceaccounts\"], resourceNames:"
                + " [\"default\"], verbs: [\"impersonate\"]}");
  }

  @Test
  void asItselfTheDaemonMayWriteNothingThere() {
    Failure failure = refused(daemon.cluster(), TestAccess.configMap(TENANT, "a", "t", "1"));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.remedy()).contains("system:serviceaccount:" + DAEMON + ":sluice");
  }

  private static Failure refused(Cluster cluster, Manifest manifest) {
    return catchThrowableOfType(
            Stopped.class, () -> cluster.apply(manifest, Persistence.STORED, Ownership.ASK))
        .failure();
  }

  /** The daemon of this test has a namespace of its own, so that it shares no rights. */
  private static List<HasMetadata> tenant() throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (Stream<Path> files = Files.list(Checkout.root().resolve("deploy/tenants/example"))) {
      for (Path file : files.filter(one -> !one.endsWith("kustomization.yaml")).sorted().toList()) {
        String yaml = Files.readString(file).replace("namespace: sluice", "namespace: " + DAEMON);
        objects.addAll(
            TestCluster.admin()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items());
      }
    }
    objects.sort((a, b) -> Boolean.compare(b instanceof Namespace, a instanceof Namespace));
    return objects;
  }

  private static Path kubeconfig(KubernetesClient admin) throws IOException {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(DAEMON)
            .withName("sluice")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - {name: c, cluster: {server: "%s", certificate-authority: "%s"}}
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(
                admin.getConfiguration().getMasterUrl(),
                admin.getConfiguration().getCaCertFile(),
                token));
  }
}
