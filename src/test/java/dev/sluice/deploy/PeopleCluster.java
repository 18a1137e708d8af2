package dev.sluice.deploy;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.Identity;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An installation for people on the shared API server: the daemon's rights, the policies, and the
 * example Roles. People are service accounts; the groups of the Roles are those of two namespaces.
 */
public final class PeopleCluster {

  private final String daemon = TestCluster.newNamespace("people-daemon");
  private final String approvers = TestCluster.newNamespace("approvers");
  private final String managers = TestCluster.newNamespace("managers");

  /** Namespace of the daemon, whose account is {@code sluice}. */
  public String daemon() {
    return daemon;
  }

  /** Every service account of this namespace may approve for prod. */
  public String approvers() {
    return approvers;
  }

  /** Every service account of this namespace is a release manager. */
  public String managers() {
    return managers;
  }

  /** Installs what {@code deploy} has for it. */
  public void install() throws IOException {
    TestAccess.installOwnKinds();
    Path deploy = Checkout.root().resolve("deploy");
    for (String file :
        List.of(
            "base/admission.yaml",
            "base/service-account.yaml",
            "base/rbac-own.yaml",
            "people/example/rbac-approver.yaml",
            "people/example/rbac-release-manager.yaml")) {
      apply(deploy.resolve(file));
    }
    Policies.chooses(daemon);
  }

  /** The API server takes up policies, and what they may ask, a moment after they were written. */
  public void awaitPolicies(
      Clusters.Connected sluice, Clusters.Connected approver, Clusters.Connected manager) {
    TestAccess.until(
        "rights and policies are in force",
        () ->
            mayInTheirOwnName(sluice, approver, manager)
                && isRefused(() -> approve(approver, "joe"))
                && isRefused(() -> ask(manager, "joe"))
                && onlyTheDaemonPromotes());
  }

  private boolean onlyTheDaemonPromotes() {
    try {
      var unused =
          TestCluster.admin()
              .resource(
                  """
                  {"apiVersion": "sluice.dev/v1alpha1", "kind": "Promotion",
                   "metadata": {"name": "probe", "namespace": "%s"}, "spec": {}}
                  """
                      .formatted(daemon))
              .dryRun()
              .create();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private boolean mayInTheirOwnName(
      Clusters.Connected sluice, Clusters.Connected approver, Clusters.Connected manager) {
    return !isRefused(() ->
        new CustomResourceApprovalStore(sluice, daemon)
            .delete(approve(approver, Identity.of(approver)).name()))
        && !isRefused(() ->
            new CustomResourceRequestStore(sluice, daemon, Instant::now)
                .delete(ask(manager, Identity.of(manager)).name()));
  }

  private ApprovalStore.Stored approve(Clusters.Connected who, String name) throws Stopped {
    return new CustomResourceApprovalStore(who, daemon)
        .create(
            new ApprovalStore.Stored(
                "",
                new Scope("", "prod", "probe"),
                "",
                new ApprovalRecord(
                    name, "", Instant.EPOCH, ApprovalRecord.Decision.REJECT, "none", "")));
  }

  private RequestStore.Stored ask(Clusters.Connected who, String name) throws Stopped {
    return new CustomResourceRequestStore(who, daemon, Instant::now)
        .create(
            new Scope("", "prod", "probe"),
            new Request(
                TestCluster.uniqueName("probe"),
                Request.Action.ABORT,
                name,
                Instant.EPOCH,
                "",
                "",
                OptionalLong.empty(),
                0,
                Optional.empty()));
  }

  /** A kubeconfig with the token of a service account, which is made if need be. */
  public Path kubeconfig(Path folder, String namespace, String account) throws IOException {
    KubernetesClient admin = TestCluster.admin();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(account)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .forceConflicts()
        .serverSideApply();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return Files.writeString(
        folder.resolve(namespace + "-" + account),
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

  private void apply(Path file) throws IOException {
    String yaml =
        Files.readString(file)
            .replace("namespace: sluice", "namespace: " + daemon)
            .replace("name: prod-approvers", "name: system:serviceaccounts:" + approvers)
            .replace("name: release-managers", "name: system:serviceaccounts:" + managers);
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    for (HasMetadata object : TestCluster.admin().load(new ByteArrayInputStream(bytes)).items()) {
      if (!object.getKind().startsWith("Validating")) {
        object.getMetadata().setNamespace(daemon);
      }
      TestCluster.admin().resource(Policies.narrowed(object)).forceConflicts().serverSideApply();
    }
  }

  private static boolean isRefused(Attempt attempt) {
    try {
      attempt.run();
      return false;
    } catch (Stopped stopped) {
      return true;
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws Stopped;
  }
}
