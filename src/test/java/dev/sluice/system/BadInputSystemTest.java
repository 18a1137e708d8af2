package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.resource.TargetStatusBody.FailureBody;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bad input is told with reason, file, field and remedy; everything else goes on. */
class BadInputSystemTest {

  @Test
  void anObjectWithoutNameIsTold() throws Exception {
    told("nameless", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", "InvalidManifest");
  }

  @Test
  void wrongYamlIsTold() throws Exception {
    FailureBody failure =
        told("yaml", "apiVersion: v1\nkind: ConfigMap\n  metadata: [\n", "RenderFailed");
    assertThat(failure.line()).isBetween(2, 4);
  }

  @Test
  void anUnknownKindIsToldAndTheRestIsApplied() throws Exception {
    String manifest = "apiVersion: nowhere.example.com/v1\nkind: Gadget\nmetadata: {name: x}\n";
    FailureBody failure = told("kind", manifest, "UnknownKind");
    assertThat(failure.field()).isEqualTo("kind");
    assertThat(failure.message()).contains("Gadget");
  }

  @Test
  void anUnknownFieldOfAnObjectIsTold() throws Exception {
    String manifest = Manifests.service("other").replace("targetPort:", "tragetPort:");
    FailureBody failure = told("typo", manifest, "ObjectInvalid");
    assertThat(failure.message() + failure.field()).contains("tragetPort");
  }

  @Test
  void aMissingNamespaceIsTold() throws Exception {
    try (Scene scene = Scene.open("nowhere", "createNamespace: false")) {
      scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
      String commit = scene.commit();
      FailureBody failure = scene.awaitFailure("web", "NamespaceMissing");
      assertThat(failure.message()).contains(scene.namespace("web"));
      assertThat(failure.file()).isEqualTo("apps/web/one.yaml");
      assertThat(failure.remedy()).contains("createNamespace");

      scene.declare(scene.environment().replace("createNamespace: false", "createNamespace: true"));
      scene.awaitSynced("web", commit);
      assertThat(scene.value("web", "one")).isEqualTo("1");
    }
  }

  @Test
  void anImmutableChangeIsToldAndTheOldObjectStays() throws Exception {
    try (Scene scene = Scene.open("immutable")) {
      scene.put("web", "deployment.yaml", Manifests.deployment("web", "example.com/web:1"));
      scene.awaitSynced("web", scene.commit());
      String uid = scene.deployment("web", "web").get().getMetadata().getUid();
      scene
          .put(
              "web",
              "deployment.yaml",
              Manifests.deployment("web", "example.com/web:1").replace("app: web", "app: other"))
          .put("web", "one.yaml", Manifests.configMap("one", "1"));
      scene.commit();
      FailureBody failure = scene.awaitFailure("web", "ImmutableField");
      assertThat(failure.file()).isEqualTo("apps/web/deployment.yaml");
      assertThat(failure.field()).isEqualTo("spec.selector");
      assertThat(failure.remedy()).contains("sluice.dev/replace");
      scene.awaitHealed("the rest is applied", () -> scene.value("web", "one").equals("1"));
      assertThat(scene.deployment("web", "web").get().getMetadata().getUid()).isEqualTo(uid);
    }
  }

  @Test
  void aRejectionByAdmissionIsTold() throws Exception {
    try (Scene scene = Scene.open("admission")) {
      scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
      scene.awaitSynced("web", scene.commit());
      for (HasMetadata object : policy(scene.namespace("web"))) {
        scene.admin().resource(object).serverSideApply();
      }
      // A policy is enforced some moments after it was stored.
      scene.awaitHealed("the policy is enforced", () -> rejects(scene));
      scene
          .put("web", "two.yaml", Manifests.configMap("two", "forbidden"))
          .put("web", "three.yaml", Manifests.configMap("three", "3"));
      scene.commit();
      FailureBody failure = scene.awaitFailure("web", "AdmissionRejected");
      assertThat(failure.message()).contains("two", "values are not to be forbidden");
      assertThat(failure.file()).isEqualTo("apps/web/two.yaml");
      assertThat(failure.remedy()).isNotEmpty();
      scene.awaitHealed("the rest is applied", () -> scene.value("web", "three").equals("3"));
      assertThat(scene.configMap("web", "two").get()).isNull();
    }
  }

  @Test
  void anUnknownFieldOfAnEnvironmentIsToldAndWhatRunsIsKept() throws Exception {
    try (Scene scene = oneObject("field")) {
      int offset = scene.world().daemon().log().length();
      scene.declare(scene.environment().replace("overlays:", "overlay:"));
      String line =
          scene
              .world()
              .daemon()
              .awaitLine(offset, "environments/" + scene.name() + ".yaml:", "spec.overlay");
      assertThat(line).contains("InvalidEnvironment", "overlays");
      stillHealed(scene);
      scene.declare(scene.environment());
      scene.put("web", "one.yaml", Manifests.configMap("one", "2"));
      scene.awaitSynced("web", scene.commit());
    }
  }

  @Test
  void twoEnvironmentsOfOneNameAreToldAndWhatRunsIsKept() throws Exception {
    try (Scene scene = oneObject("twice")) {
      int offset = scene.world().daemon().log().length();
      String second = scene.name() + "-copy.yaml";
      scene.world().declare(World.CONFIG, second, scene.environment());
      try {
        String line = scene.world().daemon().awaitLine(offset, "DuplicateEnvironment");
        assertThat(line).contains(scene.name() + ".yaml", second);
        stillHealed(scene);
      } finally {
        scene.world().withdraw(World.CONFIG, second);
      }
    }
  }

  @Test
  void aPatternWithoutMatchIsToldAndWhatRunsIsKept() throws Exception {
    try (Scene scene = oneObject("pattern")) {
      int offset = scene.world().daemon().log().length();
      scene.declare(scene.environment().replace("apps/*", "aps/*"));
      String line =
          scene
              .world()
              .daemon()
              .awaitLine(offset, "NoOverlayMatches", "environments/" + scene.name() + ".yaml");
      assertThat(line).contains("spec.overlays", "aps/*", "apps");
      stillHealed(scene);
    }
  }

  /** A bad file in one application: told, with another object and another application going on. */
  private static FailureBody told(String readable, String bad, String reason) throws Exception {
    try (Scene scene = oneObject(readable)) {
      scene.put("web", "bad.yaml", bad).put("api", "one.yaml", Manifests.configMap("one", "2"));
      String commit = scene.commit();
      FailureBody failure = scene.awaitFailure("web", reason);
      assertThat(failure.file()).isEqualTo("apps/web/bad.yaml");
      assertThat(failure.line()).isPositive();
      assertThat(failure.remedy()).isNotEmpty();
      scene.awaitSynced("api", commit);
      assertThat(scene.value("api", "one")).isEqualTo("2");
      stillHealed(scene);
      return failure;
    }
  }

  private static Scene oneObject(String readable) throws Exception {
    Scene scene = Scene.open(readable);
    scene
        .put("web", "one.yaml", Manifests.configMap("one", "1"))
        .put("api", "one.yaml", Manifests.configMap("one", "1"));
    String commit = scene.commit();
    scene.awaitSynced("web", commit);
    scene.awaitSynced("api", commit);
    return scene;
  }

  private static void stillHealed(Scene scene) {
    Edits.setValue(scene.configMap("web", "one"), "by hand");
    scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals("1"));
  }

  private static boolean rejects(Scene scene) {
    try {
      Edits.setValue(scene.configMap("web", "one"), "forbidden");
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static Iterable<HasMetadata> policy(String namespace) {
    String manifests =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: %s
        spec:
          matchConstraints:
            namespaceSelector:
              matchLabels:
                kubernetes.io/metadata.name: %s
            resourceRules:
              - apiGroups: [""]
                apiVersions: [v1]
                resources: [configmaps]
                operations: [CREATE, UPDATE]
          validations:
            - expression: "!has(object.data) || !('value' in object.data) || object.data.value != 'forbidden'"
              message: values are not to be forbidden
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata:
          name: %s
        spec:
          policyName: %s
          validationActions: [Deny]
        """
            .formatted(namespace, namespace, namespace, namespace);
    return World.shared()
        .admin()
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .items();
  }
}
