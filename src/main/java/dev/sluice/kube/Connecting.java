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
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** From settings to a connection. Reads only what the settings name: no environment, no home. */
final class Connecting {

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final int CONNECT_MILLIS = 10_000;

  private Connecting() {}

  /** The daemon's own cluster, connected when it is asked for. */
  @FunctionalInterface
  interface Own {
    Connection connection() throws Stopped;
  }

  /** A connection; nothing is sent yet. */
  static Connection to(
      ClusterSettings settings,
      Own own,
      InstantSource clock,
      RequestListener listener,
      ReachListener reach)
      throws Stopped {
    Links links = links(settings, own, clock);
    Prober prober = new Prober(new LivezProbe(links), Thread::sleep, RandomGenerator.getDefault());
    return new Connection(
        settings.name(),
        links,
        new Retries(RandomGenerator.getDefault()),
        listener,
        new Breaker(settings.name(), prober, reach, clock));
  }

  private static HttpClient client(Config config) {
    return HttpClientUtils.getHttpClientFactory().newBuilder(config).build();
  }

  /**
   * A link.
   *
   * @param source as in {@link Link}
   * @throws Stopped when the certificates of a Secret are none
   */
  static Link link(Config settings, String source) throws Stopped {
    Config config =
        new ConfigBuilder(settings)
            .withRequestRetryBackoffLimit(0) // Retries decides
            .withConnectionTimeout(CONNECT_MILLIS)
            .withUserAgent("sluice")
            .build();
    try {
      return new Link(
          URI.create(config.getMasterUrl()), client(config), () -> client(config), source);
    } catch (KubernetesClientException e) {
      if (source.isEmpty()) {
        throw e;
      }
      // Without the cause: its words may repeat what stands there.
      throw new Stopped(
          Failure.of(
              Reason.KUBECONFIG_REFUSED,
              "the kubeconfig in " + source + " cannot be used: a certificate or key is not PEM",
              "Check certificate-authority-data, client-certificate-data and client-key-data"));
    }
  }

  private static Links links(ClusterSettings settings, Own own, InstantSource clock)
      throws Stopped {
    return switch (settings.access()) {
      case ClusterSettings.Access.InCluster() -> Links.fixed(link(inCluster(), ""));
      case ClusterSettings.Access.Kubeconfig(Path file, String context) ->
          Links.fixed(link(kubeconfig(settings.name(), file, context), ""));
      case ClusterSettings.Access.Secret secret -> new SecretLinks(secret, own.connection(), clock);
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
