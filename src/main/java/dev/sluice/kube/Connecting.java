package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** From settings to a connection. Reads only what the settings name: no environment, no home. */
final class Connecting {

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final int CONNECT_MILLIS = 10_000;

  private Connecting() {}

  /** A connection; nothing is sent yet. */
  static Connection to(ClusterSettings settings, RequestListener listener) throws Stopped {
    Config config =
        new ConfigBuilder(config(settings))
            .withRequestRetryBackoffLimit(0) // Retries decides
            .withConnectionTimeout(CONNECT_MILLIS)
            .withUserAgent("sluice")
            .build();
    HttpClient http = HttpClientUtils.getHttpClientFactory().newBuilder(config).build();
    return new Connection(
        settings.name(),
        URI.create(config.getMasterUrl()),
        http,
        new Retries(RandomGenerator.getDefault()),
        listener);
  }

  private static Config config(ClusterSettings settings) throws Stopped {
    return switch (settings.access()) {
      case ClusterSettings.Access.InCluster() -> inCluster();
      case ClusterSettings.Access.Kubeconfig(Path file, String context) ->
          kubeconfig(settings.name(), file, context);
    };
  }

  private static Config kubeconfig(String name, Path file, String context) throws Stopped {
    try {
      if (!Files.isReadable(file)) {
        throw new IOException("the file is not there or may not be read");
      }
      return Config.fromKubeconfig(context.isEmpty() ? null : context, file.toFile());
    } catch (IOException | KubernetesClientException | IllegalArgumentException e) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "the kubeconfig %s of %s cannot be used: %s"
                  .formatted(file, Connection.called(name), e.getMessage()),
              "Name a readable kubeconfig file and one of its contexts"),
          e);
    }
  }

  private static Config inCluster() throws Stopped {
    String host = System.getenv("KUBERNETES_SERVICE_HOST");
    String port = System.getenv("KUBERNETES_SERVICE_PORT");
    Path token = SERVICE_ACCOUNT.resolve("token");
    if (host == null || port == null || !Files.isReadable(token)) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "this program does not run in a Pod with a service account",
              "Name a kubeconfig for the daemon's own cluster"));
    }
    String address = host.contains(":") ? "[" + host + "]" : host;
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + address + ":" + port)
        .withCaCertFile(SERVICE_ACCOUNT.resolve("ca.crt").toString())
        .withOauthTokenProvider(new TokenFile(token))
        .build();
  }
}
