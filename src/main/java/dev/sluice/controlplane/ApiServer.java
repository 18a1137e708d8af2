package dev.sluice.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The few requests that bringing up a control plane takes, with the server's certificate verified.
 * Not a Kubernetes client: the program's own lives in {@code kube}.
 */
final class ApiServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  // Longer than the server itself waits for etcd (2 s), so that its own answer arrives.
  private static final Duration PROBE = Duration.ofSeconds(4);

  private final String url;
  private final String token;
  private final HttpClient http;

  ApiServer(String url, String token, Path authority) throws IOException {
    this.url = url;
    this.token = token;
    this.http =
        HttpClient.newBuilder().connectTimeout(TIMEOUT).sslContext(trusting(authority)).build();
  }

  /** The HTTP status of a GET. */
  int status(String path) throws IOException, InterruptedException {
    return http.send(request(path).timeout(PROBE).GET().build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** Creates an object from YAML. */
  void create(String path, String yaml) throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new IOException(
          "POST " + path + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  /** Deletes an object, or all objects of a collection. */
  void delete(String path) throws IOException, InterruptedException {
    var response = http.send(request(path).DELETE().build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "DELETE " + path + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private static SSLContext trusting(Path authority) throws IOException {
    try (InputStream pem = Files.newInputStream(authority)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("Could not trust the certificate in " + authority, e);
    }
  }
}
