package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Part;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What API servers and those around them do at the worst of times, on a real one. */
class ApiServerFaultsApiTest {

  private static final int OBJECTS = 30;

  @TempDir Path folder;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void refusedAndLostRequestsAreSentAgainAndEverythingConverges() throws Exception {
    long seed = 42;
    Random random = new Random(seed);
    ApiProxy.Interference weather =
        (method, path, write) -> {
          synchronized (random) {
            int dice = random.nextInt(100);
            return dice < 15
                ? Fate.REFUSED
                : dice < 23 ? Fate.LOST : dice < 30 && write > 0 ? Fate.ANSWER_LOST : Fate.PASS;
          }
        };
    String namespace = TestCluster.newNamespace("weather");
    Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
    try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), weather);
        ClusterRig rig =
            new ClusterRig(proxy.kubeconfig(folder), TestCluster.newNamespace("weather-state"))) {
      persist(rig, target, manifests(namespace, OBJECTS));
      assertThat(names(TestCluster.admin(), namespace))
          .as("seed " + seed)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, OBJECTS).mapToObj(i -> "map-" + i).toList());

      // Half of them leave: a lost answer to a delete must not turn into a failure for ever.
      persist(rig, target, manifests(namespace, OBJECTS - 8));
      TestAccess.until(
          "the rest is pruned, and no more",
          () -> names(TestCluster.admin(), namespace).size() == OBJECTS - 8);
    }
  }

  @Test
  void oneRefusedObjectOfTenIsNamedTheOthersAreAppliedAndNothingIsPruned() throws Exception {
    String namespace = TestCluster.newNamespace("partial");
    Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
    try (ClusterRig rig = new ClusterRig()) {
      var unused = rig.settle(target, map(namespace, "leaves"));
      refuse(namespace, "map-7");
      TestAccess.until("the policy is in force", () -> isRefused(namespace, "map-7"));

      List<Failure> failures = rig.run(target, manifests(namespace, 10)).failures();

      assertThat(failures)
          .extracting(Failure::reason)
          .containsExactly(Reason.ADMISSION_REJECTED, Reason.PRUNE_BLOCKED);
      assertThat(failures.getFirst().message()).contains("map-7", "not this one");
      assertThat(names(TestCluster.admin(), namespace)).hasSize(10).contains("leaves", "map-9");
    }
  }

  @Test
  void anAggregatedApiThatIsBrokenHoldsUpOnlyWhatNeedsIt() throws Exception {
    String group = TestCluster.uniqueName("broken") + ".example.com";
    String namespace = TestCluster.newNamespace("aggregated");
    Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
    var service =
        TestCluster.admin()
            .resource(
                """
                {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
                 "metadata": {"name": "v1.%1$s"},
                 "spec": {"group": "%1$s", "version": "v1", "groupPriorityMinimum": 10,
                  "versionPriority": 10, "insecureSkipTLSVerify": true,
                  "service": {"name": "nobody", "namespace": "%2$s"}}}
                """
                    .formatted(group, namespace));
    try (ClusterRig rig = new ClusterRig()) {
      var unused = rig.settle(target, map(namespace, "one"), map(namespace, "leaves"));
      service.create();
      Manifest broken =
          ClusterRig.manifest(
              """
              {"apiVersion": "%s/v1", "kind": "Thing",
               "metadata": {"name": "thing", "namespace": "%s"}}
              """
                  .formatted(group, namespace));

      ClusterRig.Run run = rig.run(target, map(namespace, "one"), map(namespace, "two"), broken);

      assertThat(run.failures().getFirst().reason()).isEqualTo(Reason.UNKNOWN_KIND);
      assertThat(run.failures().getFirst().message()).contains(group + "/v1");
      assertThat(names(TestCluster.admin(), namespace))
          .containsExactlyInAnyOrder("one", "two", "leaves");
    } finally {
      service.delete();
    }
  }

  @Test
  void aSlowStoreHoldsUpAndNothingMore() throws Exception {
    try (ControlPlane plane =
        ControlPlane.start(ControlPlaneOptions.of(Extent.API_ONLY), Progress.on(System.out))) {
      try (KubernetesClient admin = TestCluster.clientOf(plane, User.ADMIN.name())) {
        installOwnKinds(admin);
        String namespace = "default";
        Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
        AtomicBoolean slow = new AtomicBoolean(true);
        Thread brake = Thread.ofPlatform().daemon().start(() -> brake(plane, slow));
        int threads = Thread.activeCount();
        try (ClusterRig rig = new ClusterRig(plane.kubeconfig(), namespace)) {
          persist(rig, target, manifests(namespace, 10));
          assertThat(names(admin, namespace)).hasSize(10);
          assertThat(Thread.activeCount()).as("threads do not pile up").isLessThan(threads + 30);
        } finally {
          slow.set(false);
          brake.join();
        }
      }
    }
  }

  /** The store stands still for most of the time. */
  private static void brake(ControlPlane plane, AtomicBoolean slow) {
    try {
      while (slow.get()) {
        plane.pause(Part.ETCD);
        Thread.sleep(500);
        plane.resume(Part.ETCD);
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void installOwnKinds(KubernetesClient admin) throws IOException {
    Path crds = Checkout.root().resolve("deploy/base/crds");
    try (Stream<Path> files = Files.list(crds)) {
      for (Path file : files.toList()) {
        try (var yaml = Files.newInputStream(file)) {
          admin.load(yaml).items().forEach(crd -> admin.resource(crd).create());
        }
      }
    }
    TestAccess.until(
        "our kinds are served",
        () -> {
          var served = admin.getApiResources("sluice.dev/v1alpha1");
          return served != null
              && served.getResources().stream().anyMatch(r -> r.getKind().equals("Inventory"));
        });
  }

  /** Runs until there is nothing left to do, whatever runs stop of meanwhile: as the loop does. */
  private static void persist(ClusterRig rig, Target target, Manifest... manifests) {
    String[] last = {""};
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        if (rig.run(target, manifests).plan().isEmpty()) {
          return;
        }
      } catch (Stopped stopped) {
        last[0] = stopped.failure().toString();
      }
    }
    throw new AssertionError("not settled within two minutes: " + last[0]);
  }

  private static boolean isRefused(String namespace, String name) {
    try {
      TestCluster.admin()
          .configMaps()
          .inNamespace(namespace)
          .resource(new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build())
          .dryRun()
          .create();
      return false;
    } catch (KubernetesClientException refused) {
      return refused.getMessage().contains("not this one");
    }
  }

  private static void refuse(String namespace, String name) {
    String policy = TestCluster.uniqueName("refuses");
    TestCluster.admin()
        .resource(
            """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
             "metadata": {"name": "%1$s"},
             "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""],
               "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"],
               "resources": ["configmaps"]}]},
              "matchConditions": [{"name": "mine",
                "expression": "object.metadata.namespace == '%2$s'"}],
              "validations": [{"expression": "object.metadata.name != '%3$s'",
                "message": "not this one"}]}}
            """
                .formatted(policy, namespace, name))
        .create();
    TestCluster.admin()
        .resource(
            """
            {"apiVersion": "admissionregistration.k8s.io/v1",
             "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "%1$s"},
             "spec": {"policyName": "%1$s", "validationActions": ["Deny"]}}
            """
                .formatted(policy))
        .create();
  }

  private static Manifest[] manifests(String namespace, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> map(namespace, "map-" + i))
        .toArray(Manifest[]::new);
  }

  private static Manifest map(String namespace, String name) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s"}, "data": {"value": "1"}}
        """
            .formatted(name, namespace));
  }

  private static List<String> names(KubernetesClient client, String namespace) {
    return client.configMaps().inNamespace(namespace).list().getItems().stream()
        .map(map -> map.getMetadata().getName())
        .filter(name -> !name.equals("kube-root-ca.crt") && !name.startsWith("sluice"))
        .toList();
  }
}
