package dev.sluice.corpus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.Trees;
import dev.sluice.testing.Eventually;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An admission webhook on the loopback interface, which stands for Kyverno, Istio, cert-manager and
 * the like: it answers real AdmissionReviews of the real API server with a fixed refusal or patch.
 * When it is called is said in the webhook's own rules and match conditions.
 */
final class WebhookServer implements AutoCloseable {

  private static final String PASSWORD = "only-for-this-test";
  private static final String ALIAS = "webhook";

  private final HttpsServer server;
  private final String certificate;
  private final Map<String, Map<String, Object>> answers = new ConcurrentHashMap<>();
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  private WebhookServer(HttpsServer server, String certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  /** Starts one with a certificate of its own making. */
  static WebhookServer start(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    KeyStore keys = selfSigned(folder);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate(ALIAS).getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    WebhookServer webhooks =
        new WebhookServer(
            server, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
    server.createContext("/", webhooks::answer);
    server.start();
    return webhooks;
  }

  /**
   * What to register so that the API server calls this one.
   *
   * @param given {@code type}, {@code rules}, optionally {@code matchConditions}, {@code
   *     sideEffects}, {@code namespaced}, and {@code deny} with {@code code}, or {@code patch}
   */
  Map<String, Object> register(String name, String namespace, Map<String, Object> given) {
    CaseStep.only(
        given,
        Set.of(
            "type",
            "name",
            "rules",
            "matchConditions",
            "sideEffects",
            "deny",
            "code",
            "patch",
            "probe"));
    answers.put("/" + name, given);
    Map<String, Object> hook = new LinkedHashMap<>();
    hook.put("name", Trees.string(given, "name"));
    hook.put("rules", given.get("rules"));
    hook.put("matchConditions", Trees.list(given, "matchConditions"));
    hook.put("sideEffects", given.getOrDefault("sideEffects", "None"));
    hook.put("admissionReviewVersions", List.of("v1"));
    hook.put("failurePolicy", "Fail");
    hook.put(
        "namespaceSelector",
        Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", namespace)));
    hook.put(
        "clientConfig",
        Map.of(
            "url",
            "https://127.0.0.1:" + server.getAddress().getPort() + "/" + name,
            "caBundle",
            certificate));
    return Map.of(
        "apiVersion",
        "admissionregistration.k8s.io/v1",
        "kind",
        Trees.string(given, "type") + "WebhookConfiguration",
        "metadata",
        Map.of("name", name),
        "webhooks",
        List.of(hook));
  }

  /** The API server hears of webhooks by a watch of its own: asks until this one is called. */
  void awaitInForce(String name, Runnable probe) {
    Eventually.holds(
        "the webhook " + name + " is called",
        () -> {
          probe.run();
          return called.contains("/" + name);
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }

  @SuppressWarnings("unchecked")
  private void answer(HttpExchange exchange) throws IOException {
    Map<String, Object> review = Serialization.unmarshal(exchange.getRequestBody(), TreeMap.class);
    called.add(exchange.getRequestURI().getPath());
    Map<String, Object> given = answers.getOrDefault(exchange.getRequestURI().getPath(), Map.of());
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("uid", Trees.string(Trees.map(review, "request"), "uid"));
    response.put("allowed", !given.containsKey("deny"));
    if (given.containsKey("deny")) {
      response.put(
          "status", Map.of("message", given.get("deny"), "code", Trees.number(given, "code", 403)));
    }
    if (given.containsKey("patch")) {
      byte[] patch = CanonicalJson.of(given.get("patch")).getBytes(StandardCharsets.UTF_8);
      response.put("patchType", "JSONPatch");
      response.put("patch", Base64.getEncoder().encodeToString(patch));
    }
    byte[] body =
        CanonicalJson.of(
                Map.of(
                    "apiVersion",
                    "admission.k8s.io/v1",
                    "kind",
                    "AdmissionReview",
                    "response",
                    response))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static KeyStore selfSigned(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("webhook.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-alias",
                ALIAS,
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(
          "keytool made no certificate: " + Files.readString(folder.resolve("keytool.log")));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }
}
