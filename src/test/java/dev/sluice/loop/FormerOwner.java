package dev.sluice.loop;

import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * The requests by which other tools make and change objects: the managers' names, the operations,
 * and the notes are those of the real ones.
 *
 * <p>kubectl apply and Argo CD's default: create, then strategic merge patches, with the manifest
 * in an annotation. Helm 3: the same without it. {@code kubectl apply --server-side}, Argo CD with
 * {@code ServerSideApply=true} and Flux: server-side apply, which Flux and Argo CD force.
 */
enum FormerOwner {
  KUBECTL("kubectl-client-side-apply", Way.CREATE, "", lastApplied()),
  KUBECTL_SERVER_SIDE("kubectl", Way.APPLY, "", ""),
  HELM(
      "helm",
      Way.CREATE,
      "\"app.kubernetes.io/managed-by\": \"Helm\"",
      "\"meta.helm.sh/release-name\": \"web\", \"meta.helm.sh/release-namespace\": \"shop\""),
  ARGO_CD(
      "argocd-controller",
      Way.CREATE,
      "\"app.kubernetes.io/instance\": \"web\"",
      lastApplied() + ", \"argocd.argoproj.io/tracking-id\": \"web:apps/Deployment:shop/web\""),
  ARGO_CD_SERVER_SIDE(
      "argocd-controller",
      Way.APPLY,
      "",
      "\"argocd.argoproj.io/tracking-id\": \"web:apps/Deployment:shop/web\""),
  FLUX(
      "kustomize-controller",
      Way.APPLY,
      "\"kustomize.toolkit.fluxcd.io/name\": \"apps\","
          + " \"kustomize.toolkit.fluxcd.io/namespace\": \"flux-system\"",
      ""),
  FLUX_HELM(
      "helm-controller",
      Way.CREATE,
      "\"app.kubernetes.io/managed-by\": \"Helm\", \"helm.toolkit.fluxcd.io/name\": \"web\","
          + " \"helm.toolkit.fluxcd.io/namespace\": \"shop\"",
      "\"meta.helm.sh/release-name\": \"web\", \"meta.helm.sh/release-namespace\": \"shop\"");

  private enum Way {
    CREATE,
    APPLY
  }

  final String manager;
  private final Way way;
  private final String labels;
  private final String annotations;

  FormerOwner(String manager, Way way, String labels, String annotations) {
    this.manager = manager;
    this.way = way;
    this.labels = labels;
    this.annotations = annotations;
  }

  /** Makes the Deployment of {@link #deployment} with this tool's notes. */
  void install(String namespace, String spec) {
    String body = deployment(namespace, labels, annotations, spec);
    switch (way) {
      case CREATE -> send("POST", all(namespace), "application/json", body);
      case APPLY -> apply(namespace, spec);
    }
  }

  /** Applies again, with force where this tool forces. */
  void apply(String namespace, String spec) {
    send(
        "PATCH",
        all(namespace) + "/web",
        "application/apply-patch+yaml",
        deployment(namespace, labels, annotations, spec),
        "&force=true");
  }

  static String deployment(String namespace, String labels, String annotations, String spec) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "web", "namespace": "%s", "labels": {%s}, "annotations": {%s}},
     "spec": %s}
    """
        .formatted(namespace, labels, annotations, spec);
  }

  /** A Deployment's spec with a probe, one variable, and what the caller adds to the container. */
  static String spec(String value, String more) {
    return """
    {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
     "template": {"metadata": {"labels": {"app": "web"}},
      "spec": {"containers": [{"name": "web", "image": "web:1",
       "env": [{"name": "MODE", "value": "%s"}]%s}]}}}
    """
        .formatted(value, more);
  }

  static String probe() {
    return ", \"livenessProbe\": {\"httpGet\": {\"path\": \"/healthz\", \"port\": 8080}}";
  }

  private static String all(String namespace) {
    return "/apis/apps/v1/namespaces/" + namespace + "/deployments";
  }

  // What kubectl notes is the manifest as text; that it is the same one matters to nobody here.
  private static String lastApplied() {
    String manifest =
        deployment("shop", "", "", spec("slow", probe())).replace("\n", "").replace("\"", "\\\"");
    return "\"kubectl.kubernetes.io/last-applied-configuration\": \"" + manifest + "\"";
  }

  private void send(String method, String path, String type, String body, String... query) {
    KubernetesClient admin = TestCluster.admin();
    HttpClient http = admin.getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(
                admin.getConfiguration().getMasterUrl().replaceAll("/$", "")
                    + path
                    + "?fieldManager="
                    + manager
                    + String.join("", query))
            .method(method, type, body)
            .build();
    HttpResponse<byte[]> response = http.sendAsync(request, byte[].class).join();
    if (!response.isSuccessful()) {
      throw new AssertionError(
          method + " " + path + ": " + response.code() + " " + new String(response.body()));
    }
  }
}
