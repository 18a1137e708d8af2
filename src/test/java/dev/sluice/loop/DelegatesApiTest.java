package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Verdict;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A Rollout in the render, with Services and a VirtualService that its controller writes to. The
 * controller is played by a writer of its name: none runs here.
 */
class DelegatesApiTest {

  private static final String CONTROLLER = "rollouts-controller";
  private static final String HASH = "rollouts-pod-template-hash";

  private final String namespace = TestCluster.newNamespaceForPods("delegate");
  private final Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
  private ClusterRig rig;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
    for (String kind : List.of("rollouts", "virtual-services")) {
      try (InputStream yaml =
          Files.newInputStream(
              Checkout.root().resolve("overlays/crds/cluster/" + kind + ".yaml"))) {
        TestCluster.admin()
            .load(yaml)
            .items()
            .forEach(crd ->
                TestCluster.admin()
                    .resource(crd)
                    .fieldManager("installer")
                    .forceConflicts()
                    .serverSideApply());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    TestAccess.until(
        "the kinds are served",
        () ->
            TestCluster.admin().getApiResources("argoproj.io/v1alpha1") != null
                && TestCluster.admin().getApiResources("networking.istio.io/v1") != null);
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
  @DisplayName("a hash in a Service's selector survives ten runs and a change of another field")
  void theHashSurvives() throws Stopped {
    rig.settle(target, git("web", 80));

    select(CONTROLLER, "{\"rollouts-pod-template-hash\": \"5d9c\"}");
    for (int i = 0; i < 10; i++) {
      assertQuiet(git("web", 80));
    }
    assertThat(selector()).isEqualTo(Map.of("app", "web", HASH, "5d9c"));

    ClusterRig.Run changed = rig.run(target, git("web", 81));
    assertThat(changed.failures()).isEmpty();
    assertThat(port()).isEqualTo(81);
    assertThat(selector()).isEqualTo(Map.of("app", "web", HASH, "5d9c"));
    assertQuiet(git("web", 81));

    // The next revision's hash, and a label that Git changes in the same selector.
    select(CONTROLLER, "{\"rollouts-pod-template-hash\": \"77aa\"}");
    assertQuiet(git("web", 81));
    rig.settle(target, git("shop", 81));
    assertThat(selector()).isEqualTo(Map.of("app", "shop", HASH, "77aa"));
    assertQuiet(git("shop", 81));
  }

  @Test
  @DisplayName(
      "what a person changes beside the hash, in the same selector or elsewhere, is healed")
  void aPersonIsHealed() throws Stopped {
    rig.settle(target, git("web", 80));
    select(CONTROLLER, "{\"rollouts-pod-template-hash\": \"5d9c\"}");
    assertQuiet(git("web", 80));

    select("kubectl-edit", "{\"app\": \"other\"}");
    awaitDrift(git("web", 80));
    rig.settle(target, git("web", 80));
    assertThat(selector()).isEqualTo(Map.of("app", "web", HASH, "5d9c"));

    patch("kubectl-edit", "{\"spec\": {\"sessionAffinity\": \"ClientIP\"}}");
    awaitDrift(git("web", 80));
    rig.settle(target, git("web", 80));
    assertThat(service().getSpec().getSessionAffinity()).isEqualTo("None");
    assertThat(selector()).containsEntry(HASH, "5d9c");
    assertQuiet(git("web", 80));
  }

  @Test
  @DisplayName("without a Rollout that names the Service, the same hash is drift")
  void withoutADelegate() throws Stopped {
    rig.settle(target, service("web", 80));

    select(CONTROLLER, "{\"rollouts-pod-template-hash\": \"5d9c\"}");

    awaitDrift(service("web", 80));
    rig.settle(target, service("web", 80));
    assertThat(selector()).isEqualTo(Map.of("app", "web"));
  }

  @Test
  @DisplayName("weights of a VirtualService are the controller's, its hosts are ours")
  void weightsOfRoutes() throws Stopped {
    Manifest[] git = {rollout(), routes("web.example.com")};
    rig.settle(target, git);

    weigh(80, 20);
    assertQuiet(git);
    assertThat(weights()).containsExactly(80, 20);

    Manifest[] changed = {rollout(), routes("shop.example.com")};
    rig.settle(target, changed);
    assertThat(weights()).containsExactly(80, 20);
    List<String> hosts = virtualService().get("spec", "hosts");
    assertThat(hosts).containsExactly("shop.example.com");
    assertQuiet(changed);
  }

  private void assertQuiet(Manifest... git) throws Stopped {
    if (service() != null) {
      TestAccess.until("the watch has seen it", () -> rig.sees(target, service()));
    }
    rig.settle(target, git);
    rig.requests.drain();
    ClusterRig.Run run = rig.run(target, git);
    assertThat(run.changes().all()).allMatch(change -> change.verdict() == Verdict.SAME);
    assertThat(rig.requests.drain()).isEmpty();
  }

  private void awaitDrift(Manifest... git) {
    TestAccess.until(
        "the watch has seen it",
        () -> {
          try {
            return !rig.run(target, git).plan().isEmpty();
          } catch (Stopped stopped) {
            throw new AssertionError(stopped);
          }
        });
  }

  private Manifest[] git(String app, int port) {
    return new Manifest[] {rollout(), service(app, port)};
  }

  private Manifest rollout() {
    return ClusterRig.manifest(
        """
        {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout",
         "metadata": {"name": "web", "namespace": "%s"},
         "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
          "strategy": {"canary": {"stableService": "web", "canaryService": "web-canary",
           "trafficRouting": {"istio": {"virtualService": {"name": "web", "routes": ["primary"]}}}}},
          "template": {"metadata": {"labels": {"app": "web"}},
           "spec": {"containers": [{"name": "web", "image": "web:1"}]}}}}
        """
            .formatted(namespace));
  }

  private Manifest service(String app, int port) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "%s"},
         "spec": {"selector": {"app": "%s"}, "sessionAffinity": "None",
          "ports": [{"name": "http", "port": %d, "targetPort": 8080}]}}
        """
            .formatted(namespace, app, port));
  }

  private Manifest routes(String host) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
         "metadata": {"name": "web", "namespace": "%s"},
         "spec": {"hosts": ["%s"], "http": [{"name": "primary", "route": [
          {"destination": {"host": "web"}, "weight": 100},
          {"destination": {"host": "web-canary"}, "weight": 0}]}]}}
        """
            .formatted(namespace, host));
  }

  /** Adds to the selector, as a controller or a person does: a merge patch by a name. */
  private void select(String manager, String labels) {
    patch(manager, "{\"spec\": {\"selector\": " + labels + "}}");
  }

  private void patch(String manager, String json) {
    TestCluster.admin()
        .services()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build(),
            json);
  }

  private void weigh(int stable, int canary) {
    TestCluster.admin()
        .genericKubernetesResources("networking.istio.io/v1", "VirtualService")
        .inNamespace(namespace)
        .withName("web")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(CONTROLLER)
                .build(),
            """
            [{"op": "replace", "path": "/spec/http/0/route/0/weight", "value": %d},
             {"op": "replace", "path": "/spec/http/0/route/1/weight", "value": %d}]
            """
                .formatted(stable, canary));
    TestAccess.until("the watch has seen it", () -> rig.sees(target, virtualService()));
  }

  private GenericKubernetesResource virtualService() {
    return TestCluster.admin()
        .genericKubernetesResources("networking.istio.io/v1", "VirtualService")
        .inNamespace(namespace)
        .withName("web")
        .get();
  }

  private List<Integer> weights() {
    List<Map<String, Object>> routes = virtualService().get("spec", "http", 0, "route");
    return routes.stream().map(route -> (Integer) route.get("weight")).toList();
  }

  private Service service() {
    return TestCluster.admin().services().inNamespace(namespace).withName("web").get();
  }

  private Map<String, String> selector() {
    return service().getSpec().getSelector();
  }

  private int port() {
    return service().getSpec().getPorts().getFirst().getPort();
  }
}
