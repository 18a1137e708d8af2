package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.controlplane.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A person with kubectl: edits objects as the administrator, under a field manager of their own.
 */
final class HandEdits implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final String token;
  private final HttpClient http;

  /** An edit that was answered. */
  record Edit(long answeredNanos, long version) {}

  HandEdits(ControlPlane plane, String user) throws IOException {
    this.url = plane.url();
    this.token = plane.token(user);
    this.http = HttpClient.newBuilder().sslContext(trusting(plane)).build();
  }

  /** Deletes one object as {@code kubectl delete --wait=false} does. */
  Edit delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Changes one object by a merge patch. */
  Edit patch(String path, String merge) throws IOException, InterruptedException {
    return send(
        request(path + "?fieldManager=kubectl-edit")
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(merge)));
  }

  @Override
  public void close() {
    http.close();
  }

  private Edit send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    long answered = System.nanoTime();
    if (response.statusCode() != 200) {
      throw new IOException(
          response.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
    }
    JsonNode version = JSON.readTree(response.body()).path("metadata").path("resourceVersion");
    return new Edit(answered, version.asLong(0));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  private static SSLContext trusting(ControlPlane plane) throws IOException {
    try (InputStream pem = Files.newInputStream(plane.certificateAuthority())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The control plane's certificate could not be read", e);
    }
  }
}
