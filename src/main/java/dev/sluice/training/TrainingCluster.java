package dev.sluice.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As much of an API server as loads the client: it serves two kinds and answers an apply with what
 * was applied. Nothing is tested against it.
 */
final class TrainingCluster implements AutoCloseable {

  private static final String KINDS =
      """
      {"kind": "APIResourceList", "resources": [
        {"name": "configmaps", "kind": "ConfigMap", "namespaced": true, "verbs": ["patch", "watch"]},
        {"name": "deployments", "kind": "Deployment", "namespaced": true, "verbs": ["patch", "watch"]}]}
      """;
  private static final String EMPTY_LIST =
      "{\"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": []}";

  private final HttpServer server;

  private TrainingCluster(HttpServer server) {
    this.server = server;
  }

  static TrainingCluster start() throws IOException {
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(here, 0);
    server.createContext("/", TrainingCluster::answer);
    server.start();
    return new TrainingCluster(server);
  }

  /** Writes the kubeconfig that leads here. */
  Path kubeconfig(Path folder) throws IOException {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: training
        clusters: [{name: training, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: training, context: {cluster: training, user: training}}]
        users: [{name: training, user: {}}]
        """;
    int port = server.getAddress().getPort();
    return Files.writeString(folder.resolve("kubeconfig"), text.formatted(port));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] sent = exchange.getRequestBody().readAllBytes();
      String kinds = path.matches("/api/v1|/apis/apps/v1") ? KINDS : EMPTY_LIST;
      byte[] body = sent.length > 0 ? sent : kinds.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
