package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Observed;
import dev.sluice.model.Origin;
import dev.sluice.model.Trees;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The shared API server, seen through the classes under test. */
public final class TestAccess {

  private TestAccess() {}

  /** A registry that knows the shared API server as the daemon's own cluster. */
  public static Clusters clusters(String user, RequestListener listener) {
    return clusters(TestCluster.shared().kubeconfig(user), listener);
  }

  /** A registry that knows one cluster, by a kubeconfig. */
  public static Clusters clusters(Path kubeconfig, RequestListener listener) {
    return new Clusters(
        List.of(new ClusterSettings("", new ClusterSettings.Access.Kubeconfig(kubeconfig, ""))),
        TestAccess::reduce,
        listener,
        InstantSource.system());
  }

  /** Installs the committed CRDs of our own kinds, and waits until they are served. */
  public static void installOwnKinds() {
    installOwnKinds(TestCluster.admin());
  }

  /** The same in a cluster of the test's own. */
  public static void installOwnKinds(KubernetesClient admin) {
    Path crds = Path.of(System.getProperty("sluice.checkout", ".")).resolve("deploy/base/crds");
    try (Stream<Path> files = Files.list(crds)) {
      for (Path file : files.toList()) {
        try (InputStream yaml = Files.newInputStream(file)) {
          admin
              .load(yaml)
              .items()
              .forEach(crd ->
                  admin.resource(crd).fieldManager("installer").forceConflicts().serverSideApply());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    until(
        "our kinds are served",
        () ->
            Stream.of(
                    "Target",
                    "Inventory",
                    "Repository",
                    "Promotion",
                    "Approval",
                    "PromotionRequest",
                    "LedgerSegment")
                .allMatch(kind -> isServed(admin, kind)));
  }

  private static boolean isServed(KubernetesClient admin, String kind) {
    var list = admin.getApiResources("sluice.dev/v1alpha1");
    return list != null
        && list.getResources().stream().anyMatch(resource -> resource.getKind().equals(kind));
  }

  /** A manifest from JSON. */
  public static Manifest manifest(String json) {
    try {
      Map<String, Object> tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
      Map<String, Object> metadata = Trees.map(tree, "metadata");
      return new Manifest(
          ApiKind.of(Trees.string(tree, "apiVersion"), Trees.string(tree, "kind")),
          Trees.string(metadata, "namespace"),
          Trees.string(metadata, "name"),
          tree,
          new Origin("overlays/shop/dev/web.yaml", 3));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A ConfigMap with our label and one value. */
  public static Manifest configMap(String namespace, String name, String target, String value) {
    return manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s", "labels": {"%s": "%s"}},
         "data": {"value": "%s"}}
        """
            .formatted(name, namespace, Labels.TARGET, target, value));
  }

  /** Waits for something that another thread or the server brings about. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 30 s: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  // Hashes of the real thing are the business of dev.sluice.fields; here any digest will do.
  private static Observed reduce(LiveObject object) {
    String ours =
        object.managedFields().stream()
            .filter(entry -> Labels.FIELD_MANAGER.equals(entry.get("manager")))
            .map(entry -> String.valueOf(entry.get("fieldsV1")))
            .findFirst()
            .orElse("");
    Map<String, Object> data = Trees.map(object.content(), "data");
    return new Observed(
        object.key(),
        object.kind(),
        object.label(Labels.TARGET),
        object.uid(),
        object.resourceVersion(),
        ours.isEmpty() ? "" : ours + data + Trees.map(object.content(), "spec"),
        "",
        List.of(),
        Health.HEALTHY,
        object.terminating());
  }
}
