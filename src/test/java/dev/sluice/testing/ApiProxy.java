package dev.sluice.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands between a daemon's stages and a real API server, and does to their requests what networks,
 * overload and death do. Watches pass through as they come.
 */
public final class ApiProxy implements AutoCloseable {

  private static final Set<String> HOP_HEADERS =
      Set.of(
          "connection", "content-length", "host", "transfer-encoding", "upgrade", "http2-settings");

  private final ControlPlane plane;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final Interference interference;
  private final AtomicInteger writes = new AtomicInteger();

  /** What becomes of one request. */
  public enum Fate {
    PASS,
    /** It never arrives: the connection is cut. */
    LOST,
    /** It takes effect, and the answer is lost. */
    ANSWER_LOST,
    /** 503, and 429 with {@code Retry-After} every other time. */
    REFUSED
  }

  /** Decides over requests. */
  @FunctionalInterface
  public interface Interference {

    /**
     * What becomes of a request.
     *
     * @param write how many writes there were, this one included; 0 for a request that only reads
     */
    Fate of(String method, String path, int write);
  }

  private ApiProxy(ControlPlane plane, Interference interference) throws IOException {
    this.plane = plane;
    this.interference = interference;
    this.client =
        HttpClient.newBuilder().sslContext(trusting(plane.certificateAuthority())).build();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A proxy in front of this control plane. */
  public static ApiProxy before(ControlPlane plane, Interference interference) throws IOException {
    return new ApiProxy(plane, interference);
  }

  /** Writes a kubeconfig that leads through the proxy, with the rights of the administrator. */
  public Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("through-proxy-" + server.getAddress().getPort()),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(server.getAddress().getPort(), plane.token(User.ADMIN.name())));
  }

  /** How many writes were asked for; dry runs are none. */
  public int writes() {
    return writes.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().toString();
    boolean writes = !method.equals("GET") && !path.contains("dryRun=");
    Fate fate = interference.of(method, path, writes ? this.writes.incrementAndGet() : 0);
    switch (fate) {
      case PASS -> pass(exchange, forward(exchange));
      case LOST -> exchange.close();
      case ANSWER_LOST -> {
        try (InputStream unread = forward(exchange).body()) {
          exchange.close();
        }
      }
      case REFUSED -> refuse(exchange);
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(plane.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!HOP_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the proxy is closing", e);
    }
  }

  private static void pass(HttpExchange exchange, HttpResponse<InputStream> answer)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!HOP_HEADERS.contains(name) && !name.startsWith(":")) {
            values.forEach(value -> exchange.getResponseHeaders().add(name, value));
          }
        });
    exchange.sendResponseHeaders(answer.statusCode(), 0);
    byte[] buffer = new byte[8192];
    try (exchange;
        InputStream from = answer.body();
        OutputStream to = exchange.getResponseBody()) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush(); // an event of a watch must not wait for the next
      }
    }
  }

  private void refuse(HttpExchange exchange) throws IOException {
    boolean throttled = writes.get() % 2 == 0;
    int status = throttled ? 429 : 503;
    if (throttled) {
      exchange.getResponseHeaders().add("Retry-After", "1");
    }
    byte[] body =
        "{\"kind\":\"Status\",\"code\":%d,\"message\":\"on purpose\"}"
            .formatted(status)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (exchange;
        OutputStream to = exchange.getResponseBody()) {
      to.write(body);
    }
  }

  private static SSLContext trusting(Path authority) throws IOException {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate of the control plane cannot be used", e);
    }
  }
}
