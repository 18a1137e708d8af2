package dev.sluice.loop;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What people, controllers and injectors do to the objects of a namespace behind Git's back. */
final class LiveEdits {

  /** A certificate that an injector would write, in base64. */
  static final String BUNDLE =
      Base64.getEncoder().encodeToString("a certificate\n".getBytes(StandardCharsets.UTF_8));

  private final String namespace;

  LiveEdits(String namespace) {
    this.namespace = namespace;
  }

  /** Through the subresource, as {@code kubectl scale} and autoscalers do. */
  void scale(String manager, int replicas) {
    raw(
        "merge-patch",
        "/apis/apps/v1/namespaces/" + namespace + "/deployments/web/scale?fieldManager=" + manager,
        "{\"spec\": {\"replicas\": " + replicas + "}}");
  }

  /** Server-side apply that takes what it declares. */
  void apply(String manager, String json) {
    GenericKubernetesResource object =
        Serialization.unmarshal(json, GenericKubernetesResource.class);
    TestCluster.admin()
        .resource(object)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build(),
            json);
  }

  /** A merge patch of the Deployment, by a name. */
  void patch(String manager, String json) {
    raw(
        "merge-patch",
        "/apis/apps/v1/namespaces/" + namespace + "/deployments/web?fieldManager=" + manager,
        json);
  }

  /** A strategic merge patch of the Deployment, by a name: what kubectl sends. */
  void strategic(String manager, String json) {
    raw(
        "strategic-merge-patch",
        "/apis/apps/v1/namespaces/" + namespace + "/deployments/web?fieldManager=" + manager,
        json);
  }

  void create(Manifest manifest) {
    TestCluster.admin()
        .resource(
            Serialization.unmarshal(
                Serialization.asJson(manifest.content()), GenericKubernetesResource.class))
        .create();
  }

  static Manifest webhook(String name, String bundle) {
    return webhook(name, bundle, 5);
  }

  static Manifest webhook(String name, String bundle, int timeout) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
         "metadata": {"name": "%s"},
         "webhooks": [{"name": "check.example.com", "sideEffects": "None",
          "admissionReviewVersions": ["v1"], "failurePolicy": "Ignore", "timeoutSeconds": %d,
          "clientConfig": {%s"url": "https://check.example.invalid/"},
          "rules": [{"apiGroups": ["none.example.com"], "apiVersions": ["v1"],
           "operations": ["CREATE"], "resources": ["nothings"]}]}]}
        """
            .formatted(name, timeout, bundle));
  }

  /** What an injector adds to it. */
  static String injected(String name) {
    return """
    {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
     "metadata": {"name": "%s"},
     "webhooks": [{"name": "check.example.com", "clientConfig": {"caBundle": "%s"}}]}
    """
        .formatted(name, BUNDLE);
  }

  String bundle(String name) {
    return TestCluster.admin()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(name)
        .get()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  void deleteWebhook(String name) {
    TestCluster.admin()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(name)
        .delete();
  }

  /** A kind whose list is replaced as a whole. */
  static void installSources() {
    TestCluster.admin()
        .resource(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: sources.ignore.example.com}
            spec:
              group: ignore.example.com
              scope: Namespaced
              names: {kind: Source, plural: sources}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      x-kubernetes-preserve-unknown-fields: true
            """)
        .forceConflicts()
        .fieldManager("installer")
        .serverSideApply();
    TestAccess.until(
        "the kind is served",
        () -> TestCluster.admin().getApiResources("ignore.example.com/v1") != null);
  }

  /** Somebody sets the revision of the first source. */
  void replaceRevision(String revision) {
    raw(
        "json-patch",
        "/apis/ignore.example.com/v1/namespaces/" + namespace + "/sources/web?fieldManager=updater",
        "[{\"op\": \"replace\", \"path\": \"/spec/sources/0/revision\", \"value\": \""
            + revision
            + "\"}]");
  }

  /** Name, revision and path of each source. */
  List<String> sources() {
    GenericKubernetesResource source =
        TestCluster.admin()
            .genericKubernetesResources("ignore.example.com/v1", "Source")
            .inNamespace(namespace)
            .withName("web")
            .get();
    List<Map<String, Object>> sources = source.get("spec", "sources");
    return sources.stream()
        .map(one -> one.get("name") + " " + one.get("revision") + " " + one.get("path"))
        .toList();
  }

  private static void raw(String kind, String path, String body) {
    var http = TestCluster.admin().getHttpClient();
    String type = "application/" + kind + "+json";
    try {
      var answer =
          http.sendAsync(
                  http.newHttpRequestBuilder()
                      .uri(
                          java.net.URI.create(
                              TestCluster.admin()
                                      .getConfiguration()
                                      .getMasterUrl()
                                      .replaceAll("/$", "")
                                  + path))
                      .method("PATCH", type, body)
                      .build(),
                  String.class)
              .get();
      if (!answer.isSuccessful()) {
        throw new AssertionError(answer.code() + ": " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
