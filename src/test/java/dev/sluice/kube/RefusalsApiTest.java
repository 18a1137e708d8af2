package dev.sluice.kube;

import static dev.sluice.kube.TestAccess.configMap;
import static dev.sluice.kube.TestAccess.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server refuses, and what a person is told of it. */
class RefusalsApiTest {

  private final String namespace = TestCluster.newNamespace("refusals");
  private final Clusters clusters = TestAccess.clusters("admin", RequestListener.NONE);

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void everyRefusalNamesFileAndLine() {
    Failure failure = refused(configMap(namespace + "-not", "a", "t", "1"));
    assertThat(failure.where()).hasToString("overlays/shop/dev/web.yaml:3");
  }

  @Test
  void aMissingNamespace() {
    Failure failure = refused(configMap(namespace + "-not", "a", "t", "1"));
    assertThat(failure.reason()).isEqualTo(Reason.NAMESPACE_MISSING);
    assertThat(failure.message()).contains(namespace + "-not does not exist");
    assertThat(failure.remedy()).contains("sync.createNamespace");
  }

  @Test
  void aNamespaceThatIsBeingDeleted() throws Stopped {
    String dying = TestCluster.newNamespace("dying");
    var held =
        new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
            .withNewMetadata()
            .withName("held")
            .withFinalizers("sluice.dev/test")
            .endMetadata()
            .build();
    var maps = TestCluster.admin().configMaps().inNamespace(dying);
    maps.resource(held).create();
    TestCluster.admin().namespaces().withName(dying).delete();
    try {
      assertThat(refused(configMap(dying, "a", "t", "1")).reason())
          .isEqualTo(Reason.NAMESPACE_TERMINATING);
    } finally {
      maps.withName("held")
          .edit(map -> {
            map.getMetadata().setFinalizers(java.util.List.of());
            return map;
          });
    }
  }

  @Test
  void anUnknownKindAndAnUnknownVersionOfABuiltInOne() {
    Failure custom = refused(object("example.org/v1", "Gadget", ""));
    assertThat(custom.reason()).isEqualTo(Reason.UNKNOWN_KIND);
    assertThat(custom.message()).contains("Gadget").contains("example.org/v1");
    assertThat(custom.remedy()).contains("CustomResourceDefinition");

    Failure old = refused(object("extensions/v1beta1", "Ingress", ""));
    assertThat(old.reason()).isEqualTo(Reason.UNKNOWN_KIND);
    assertThat(old.remedy()).contains("no such version of a built-in API");
  }

  @Test
  void anUnknownFieldAndAWrongType() {
    Failure unknown = refused(object("v1", "ConfigMap", "\"dat\": {\"a\": \"b\"}"));
    assertThat(unknown.reason()).isEqualTo(Reason.OBJECT_INVALID);
    assertThat(unknown.field()).isEqualTo("dat");
    assertThat(unknown.message()).contains("has no such field");

    Failure type = refused(object("apps/v1", "Deployment", "\"spec\": {\"replicas\": \"two\"}"));
    assertThat(type.reason()).isEqualTo(Reason.OBJECT_INVALID);
    assertThat(type.field()).isEqualTo("spec.replicas");
    assertThat(type.message()).contains("expected numeric");
  }

  @Test
  void aMissingField() {
    Failure failure = refused(object("apps/v1", "Deployment", "\"spec\": {\"replicas\": 2}"));
    assertThat(failure.reason()).isEqualTo(Reason.OBJECT_INVALID);
    assertThat(failure.field()).isEqualTo("spec.selector");
  }

  @Test
  void anImmutableField() throws Stopped {
    apply(deployment("a"));
    Failure failure = refused(deployment("b"));
    assertThat(failure.reason()).isEqualTo(Reason.IMMUTABLE_FIELD);
    assertThat(failure.field()).isEqualTo("spec.selector");
    assertThat(failure.remedy()).contains("sluice.dev/replace");
  }

  @Test
  void immutableFieldsOfTheOtherKindsThatHaveThem() throws Stopped {
    apply(claim("1Gi", "ReadWriteOnce"));
    assertThat(refused(claim("1Gi", "ReadWriteMany")).reason()).isEqualTo(Reason.IMMUTABLE_FIELD);
    apply(roleBinding("one"));
    assertThat(refused(roleBinding("two")).reason()).isEqualTo(Reason.IMMUTABLE_FIELD);
    apply(job("a"));
    assertThat(refused(job("b")).reason()).isEqualTo(Reason.IMMUTABLE_FIELD);
    apply(statefulSet("a"));
    assertThat(refused(statefulSet("b")).reason()).isEqualTo(Reason.IMMUTABLE_FIELD);
  }

  @Test
  void aPolicyThatRefuses() throws Stopped {
    String policy = TestCluster.uniqueName("policy");
    apply(
        manifest(
            """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
             "metadata": {"name": "%1$s"},
             "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""],
               "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"]}]},
              "matchConditions": [{"name": "mine",
                "expression": "object.metadata.namespace == '%2$s'"}],
              "validations": [{"expression": "object.metadata.name != 'bad'",
                "message": "names must be good"}]}}
            """
                .formatted(policy, namespace)));
    apply(
        manifest(
            """
            {"apiVersion": "admissionregistration.k8s.io/v1",
             "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "%1$s"},
             "spec": {"policyName": "%1$s", "validationActions": ["Deny"]}}
            """
                .formatted(policy)));
    TestAccess.until(
        "the policy is in force", () -> isRefused(configMap(namespace, "bad", "t", "1")));

    Failure failure = refused(configMap(namespace, "bad", "t", "1"));

    assertThat(failure.reason()).isEqualTo(Reason.ADMISSION_REJECTED);
    assertThat(failure.message())
        .contains("the ValidatingAdmissionPolicy " + policy + " refused: names must be good");
  }

  @Test
  void aQuotaThatIsUsedUp() throws Stopped {
    apply(
        manifest(
            """
            {"apiVersion": "v1", "kind": "ResourceQuota",
             "metadata": {"name": "none", "namespace": "%s"},
             "spec": {"hard": {"configmaps": "0"}}}
            """
                .formatted(namespace)));
    TestAccess.until("the quota is in force", () -> isRefused(configMap(namespace, "a", "t", "1")));
    Failure failure = refused(configMap(namespace, "a", "t", "1"));
    assertThat(failure.reason()).isEqualTo(Reason.ADMISSION_REJECTED);
  }

  @Test
  void aMissingRight() throws Stopped {
    try (Clusters plain = TestAccess.clusters(TestCluster.AUDITED.name(), RequestListener.NONE)) {
      Failure failure = refused(plain, deployment("a"));
      assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(failure.remedy())
          .contains("{apiGroups: [\"apps\"], resources: [\"deployments\"], verbs: [\"patch\"]}");
    }
  }

  @Test
  void credentialsThatAreNotAccepted(@TempDir Path folder) throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(TestCluster.shared().kubeconfig("admin"))
            .replaceAll("(token\"?:\\s*)\\S+", "$1wrong"));
    try (Clusters wrong = TestAccess.clusters(kubeconfig, RequestListener.NONE)) {
      assertThat(refused(wrong, configMap(namespace, "a", "t", "1")).reason())
          .isEqualTo(Reason.CLUSTER_REFUSED_CREDENTIALS);
    }
  }

  @Test
  void noValueOfASecretIsRepeated() {
    for (String data :
        new String[] {
          "\"data\": {\"password\": \"hunter2!\"}",
          "\"stringData\": {\"password\": 31337}",
          "\"type\": \"kubernetes.io/tls\", \"data\": {\"tls.crt\": \"aHVudGVyMg==\"}",
          "\"type\": \"kubernetes.io/basic-auth\", \"data\": {\"hunter2 hunter2\": \"aHVudGVyMg==\"}",
          "\"type\": \"kubernetes.io/dockerconfigjson\","
              + " \"data\": {\".dockerconfigjson\": \"aHVudGVyMg==\"}"
        }) {
      Failure failure = refused(object("v1", "Secret", data));
      assertThat(failure.reason()).isEqualTo(Reason.OBJECT_INVALID);
      assertThat(failure.toString()).doesNotContain("hunter2", "31337", "aHVudGVyMg");
    }
  }

  private Failure refused(Manifest manifest) {
    return refused(clusters, manifest);
  }

  private static Failure refused(Clusters which, Manifest manifest) {
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class,
            () -> which.get("").cluster().apply(manifest, Persistence.DRY_RUN, Ownership.FORCE));
    assertThat(stopped).as("refusal of %s", manifest.key()).isNotNull();
    return stopped.failure();
  }

  private boolean isRefused(Manifest manifest) {
    try {
      clusters.get("").cluster().apply(manifest, Persistence.DRY_RUN, Ownership.FORCE);
      return false;
    } catch (Stopped e) {
      return true;
    }
  }

  private void apply(Manifest manifest) throws Stopped {
    clusters.get("").cluster().apply(manifest, Persistence.STORED, Ownership.FORCE);
  }

  private Manifest object(String apiVersion, String kind, String fields) {
    return manifest(
        """
        {"apiVersion": "%s", "kind": "%s",
         "metadata": {"name": "a", "namespace": "%s"}%s}
        """
            .formatted(apiVersion, kind, namespace, fields.isEmpty() ? "" : ", " + fields));
  }

  private Manifest deployment(String label) {
    return object(
        "apps/v1",
        "Deployment",
        """
        "spec": {"selector": {"matchLabels": {"app": "%1$s"}},
         "template": {"metadata": {"labels": {"app": "%1$s"}},
          "spec": {"containers": [{"name": "a", "image": "a"}]}}}
        """
            .formatted(label));
  }

  private Manifest statefulSet(String service) {
    return object(
        "apps/v1",
        "StatefulSet",
        """
        "spec": {"serviceName": "%s", "selector": {"matchLabels": {"app": "a"}},
         "template": {"metadata": {"labels": {"app": "a"}},
          "spec": {"containers": [{"name": "a", "image": "a"}]}}}
        """
            .formatted(service));
  }

  private Manifest job(String image) {
    return object(
        "batch/v1",
        "Job",
        """
        "spec": {"template": {"spec": {"restartPolicy": "Never",
          "containers": [{"name": "a", "image": "%s"}]}}}
        """
            .formatted(image));
  }

  private Manifest claim(String size, String mode) {
    return object(
        "v1",
        "PersistentVolumeClaim",
        "\"spec\": {\"accessModes\": [\"%s\"], \"resources\": {\"requests\": {\"storage\": \"%s\"}}}"
            .formatted(mode, size));
  }

  private Manifest roleBinding(String role) {
    return object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        "\"roleRef\": {\"apiGroup\": \"rbac.authorization.k8s.io\", \"kind\": \"Role\", \"name\": \"%s\"}"
            .formatted(role));
  }
}
