package dev.sluice.kube;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sluice.model.ApiKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An API server that does on purpose what API servers do at the worst of times. */
final class FaultyServer implements AutoCloseable {

  static final String MAPS = "/api/v1/configmaps";
  static final String ONE = "/api/v1/namespaces/shop/configmaps/a";
  static final ApiKind CONFIG_MAP = ApiKind.of("v1", "ConfigMap");

  final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  final Requests requests = new Requests();
  final Clusters clusters;

  FaultyServer(Path folder) throws IOException {
    server.start();
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(server.port()));
    clusters = TestAccess.clusters(kubeconfig, requests);
    server.stubFor(
        get(urlPathEqualTo("/api/v1"))
            .willReturn(
                okJson(
                    """
                    {"resources": [{"name": "configmaps", "kind": "ConfigMap",
                      "namespaced": true, "verbs": ["patch", "list", "watch"]}]}
                    """)));
  }

  @Override
  public void close() {
    clusters.close();
    server.stop();
  }

  static ResponseDefinitionBuilder status(int code) {
    return aResponse()
        .withStatus(code)
        .withBody("{\"kind\":\"Status\",\"code\":%d,\"message\":\"on purpose\"}".formatted(code));
  }

  static String list(int version, String next, String... items) {
    return """
    {"kind": "ConfigMapList", "metadata": {"resourceVersion": "%d", "continue": "%s"},
     "items": [%s]}
    """
        .formatted(version, next, String.join(",", items));
  }

  static String object(String name, int version) {
    return """
    {"apiVersion": "v1", "kind": "ConfigMap",
     "metadata": {"name": "%s", "namespace": "shop", "uid": "u", "resourceVersion": "%d",
      "labels": {"sluice.dev/target": "web"}}}
    """
        .formatted(name, version);
  }
}
