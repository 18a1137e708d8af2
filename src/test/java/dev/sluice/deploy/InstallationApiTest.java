package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.kube.TestAccess;
import dev.sluice.kube.resource.LedgerSegmentResource;
import dev.sluice.kube.resource.LedgerSegmentSpec;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesResourceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Installs {@code deploy/base} and then acts with nothing but the daemon's service account. */
class InstallationApiTest {

  private static final String NAMESPACE = "sluice";

  @BeforeAll
  static void install() throws IOException {
    KubernetesClient admin = TestCluster.admin();
    for (HasMetadata object : objects(Checkout.root().resolve("deploy/base"))) {
      if (!isNamespace(object)
          && !object.getKind().startsWith("Cluster")
          && !object.getKind().startsWith("Validating")) {
        object.getMetadata().setNamespace(NAMESPACE);
      }
      admin.resource(Policies.narrowed(object)).forceConflicts().serverSideApply();
    }
    Policies.chooses(NAMESPACE);
  }

  @Test
  void thePodSecurityOfTheNamespaceAdmitsThePod() {
    Pod pod =
        TestCluster.admin()
            .pods()
            .inNamespace(NAMESPACE)
            .withLabel("app.kubernetes.io/name", "sluice")
            .waitUntilCondition(one -> one != null, 30, TimeUnit.SECONDS);
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("sluice");
  }

  @Test
  void theServiceAccountRunsTheWorkedExample() throws IOException {
    try (KubernetesClient daemon = daemon()) {
      for (HasMetadata kind : objects(Checkout.root().resolve("overlays/crds/cluster"))) {
        assertThat(daemon.resource(kind).serverSideApply()).isNotNull();
        TestCluster.admin()
            .resource(kind)
            .waitUntilCondition(InstallationApiTest::isServed, 30, TimeUnit.SECONDS);
        forbidden(() -> daemon.resource(kind).delete());
      }
    }
    for (String application : List.of("tracseq", "netra", "ops-tower", "liftos", "openpolicy")) {
      String namespace = TestCluster.uniqueName("installed-" + application);
      try (KubernetesClient daemon = daemon()) {
        daemon.resource(namespace(namespace)).serverSideApply();
        for (HasMetadata object :
            objects(Checkout.root().resolve("overlays/" + application + "/base"))) {
          if (isNamespace(object)) {
            continue;
          }
          object.getMetadata().setNamespace(namespace);
          assertThat(daemon.resource(object).serverSideApply())
              .as(KubernetesResourceUtil.getName(object))
              .isNotNull();
          assertThat(daemon.resource(object).delete()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void theServiceAccountKeepsTheKeyOfLedgersAndThoseInTheCluster() {
    TestAccess.installOwnKinds();
    LedgerSegmentResource segment = new LedgerSegmentResource();
    segment.setMetadata(new ObjectMetaBuilder().withName("ledger-prod-1").build());
    segment.setSpec(new LedgerSegmentSpec("config", "prod", 1, List.of()));
    try (KubernetesClient daemon = daemon()) {
      assertThat(daemon.resource(secret(LedgerKeyStore.NAME)).serverSideApply()).isNotNull();
      assertThat(daemon.secrets().inNamespace(NAMESPACE).withName(LedgerKeyStore.NAME).get())
          .isNotNull();
      forbidden(() -> daemon.resource(secret("another")).serverSideApply());
      forbidden(() -> daemon.secrets().inNamespace(NAMESPACE).withName("another").get());
      forbidden(() -> daemon.secrets().inNamespace(NAMESPACE).list());

      var segments = daemon.resources(LedgerSegmentResource.class).inNamespace(NAMESPACE);
      LedgerSegmentResource created = segments.resource(segment).create();
      assertThat(segments.resource(created).update()).isNotNull();
      assertThat(segments.list().getItems()).hasSize(1);
      forbidden(() -> segments.resource(created).delete());
    }
  }

  private static Secret secret(String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withImmutable(true)
        .build();
  }

  @Test
  void theServiceAccountFindsOutWhetherAStandbyCouldTakeOver() throws IOException {
    TestCluster.admin()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("shop-dr").endMetadata().build())
        .serverSideApply();
    for (HasMetadata object : objects(Checkout.root().resolve("deploy/standby/example"))) {
      TestCluster.admin().resource(object).forceConflicts().serverSideApply();
    }
    try (KubernetesClient daemon = daemon()) {
      assertThat(daemon.resourceQuotas().inNamespace("shop-dr").list()).isNotNull();
      assertThat(daemon.limitRanges().inNamespace("shop-dr").list()).isNotNull();
      assertThat(daemon.storage().v1().storageClasses().list()).isNotNull();
      assertThat(daemon.persistentVolumeClaims().inNamespace("shop-dr").withName("uploads").get())
          .isNull();
      assertThat(daemon.scheduling().v1().priorityClasses().withName("high").get()).isNull();
      assertThat(daemon.network().v1().ingressClasses().withName("nginx").get()).isNull();
      assertThat(daemon.secrets().inNamespace("shop-dr").withName("database").get())
          .as("named in the example")
          .isNull();
      forbidden(() -> daemon.secrets().inNamespace("shop-dr").withName("another").get());
      forbidden(() -> daemon.secrets().inNamespace("shop-dr").list());
    }
  }

  @Test
  void theServiceAccountCanDoNoMore() {
    String namespace = TestCluster.newNamespace("beyond");
    try (KubernetesClient daemon = daemon()) {
      forbidden(() -> daemon.secrets().inNamespace(namespace).list());
      forbidden(() -> daemon.pods().inNamespace(namespace).withName("one").delete());
      forbidden(() -> daemon.pods().inNamespace(namespace).withName("one").getLog());
      forbidden(() -> daemon.namespaces().withName(namespace).delete());
      forbidden(() -> daemon.rbac().roleBindings().inNamespace(namespace).list());
      forbidden(() -> daemon.leases().inNamespace(namespace).list());
    }
  }

  private static void forbidden(ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }

  /** A client with the token that the daemon's pod would have, and no other credentials. */
  private static KubernetesClient daemon() {
    KubernetesClient admin = TestCluster.admin();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withName("sluice")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(admin.getConfiguration().getMasterUrl())
            .withCaCertData(admin.getConfiguration().getCaCertData())
            .withCaCertFile(admin.getConfiguration().getCaCertFile())
            .withOauthToken(token)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static HasMetadata namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** Every manifest of a directory; kustomizations and settings are none. */
  private static List<HasMetadata> objects(Path directory) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(InstallationApiTest::isManifest).sorted().toList()) {
        try (var content = Files.newInputStream(file)) {
          objects.addAll(TestCluster.admin().load(content).items());
        }
      }
    }
    objects.sort((a, b) -> Boolean.compare(isNamespace(b), isNamespace(a)));
    return objects;
  }

  private static boolean isServed(HasMetadata definition) {
    return definition instanceof CustomResourceDefinition crd
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static boolean isNamespace(HasMetadata object) {
    return object instanceof Namespace;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml")
        && !name.equals("kustomization.yaml")
        && !name.equals("application.yaml");
  }
}
