package dev.sluice.system;

import dev.sluice.testing.Checkout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Installs {@code deploy/base}, but for the Deployment: the tests run the daemon beside the
 * cluster, with the rights of that installation and one that a user adds.
 */
final class Installation {

  private static final Set<String> NO_MANIFESTS =
      Set.of("kustomization.yaml", "application.yaml", "deployment.yaml");

  /** What deploy/README.md tells a user to add for kinds that are not in overlays/. */
  private static final String FURTHER_KINDS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata:
        name: system-test-kinds
      rules:
        - apiGroups: [apiextensions.k8s.io]
          resources: [customresourcedefinitions]
          verbs: [get, list, watch, create, patch, delete]
        - apiGroups: [system.example.com]
          resources: ["*"]
          verbs: [get, list, watch, create, patch, delete]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata:
        name: system-test-kinds
      roleRef:
        apiGroup: rbac.authorization.k8s.io
        kind: ClusterRole
        name: system-test-kinds
      subjects:
        - kind: ServiceAccount
          name: sluice
          namespace: sluice
      """;

  private final KubernetesClient admin;

  Installation(KubernetesClient admin) {
    this.admin = admin;
  }

  void install() throws IOException {
    for (HasMetadata object : objects()) {
      if (!rankOf(object).clusterScoped()) {
        object.getMetadata().setNamespace("sluice");
      }
      admin.resource(object).forceConflicts().serverSideApply();
    }
    apply(FURTHER_KINDS);
  }

  private void apply(String manifests) {
    admin
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> admin.resource(object).serverSideApply());
  }

  private List<HasMetadata> objects() throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Checkout.root().resolve("deploy/base"))) {
      for (Path file : files.filter(Installation::isManifest).sorted().toList()) {
        try (var content = Files.newInputStream(file)) {
          objects.addAll(admin.load(content).items());
        }
      }
    }
    objects.sort(Comparator.comparing(Installation::rankOf));
    return objects;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && !NO_MANIFESTS.contains(name);
  }

  private enum Rank {
    NAMESPACE,
    CLUSTER_WIDE,
    NAMESPACED;

    boolean clusterScoped() {
      return this != NAMESPACED;
    }
  }

  private static Rank rankOf(HasMetadata object) {
    return switch (object.getKind()) {
      case "Namespace" -> Rank.NAMESPACE;
      case "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding" ->
          Rank.CLUSTER_WIDE;
      default -> Rank.NAMESPACED;
    };
  }
}
