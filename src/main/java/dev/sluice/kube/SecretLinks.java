package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Links from a kubeconfig in a Secret of the daemon's own cluster. The Secret is read when the
 * cluster is first needed, and again when an API server no longer accepts what it held or is away:
 * that costs nothing while all is well, and needs no right but to get this one Secret. Thread-safe.
 */
final class SecretLinks implements Links {

  /** Between two reads, so that credentials that stay wrong cost little. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final ClusterSettings.Access.Secret secret;
  private final Connection own;
  private final InstantSource clock;
  private byte[] content;
  private Instant read;
  private volatile Link current;
  private @Nullable Link retired;

  /**
   * Reads the Secret.
   *
   * @param own the cluster that has it
   * @throws Stopped when it cannot be read, or what it holds cannot be used
   */
  SecretLinks(ClusterSettings.Access.Secret secret, Connection own, InstantSource clock)
      throws Stopped {
    this.secret = secret;
    this.own = own;
    this.clock = clock;
    this.read = clock.instant();
    this.content = kubeconfig();
    this.current = link(content);
  }

  @Override
  public Link current() {
    return current;
  }

  @Override
  public synchronized boolean renew(Link refused) throws Stopped {
    if (current != refused) {
      return true;
    }
    if (clock.instant().isBefore(read.plus(REST))) {
      return false;
    }
    read = clock.instant();
    byte[] found = kubeconfig();
    if (Arrays.equals(found, content)) {
      return false;
    }
    Link next = link(found);
    // What is under way on the old link may end: it is closed by the next rotation.
    if (retired != null) {
      retired.http().close();
    }
    retired = current;
    current = next;
    content = found;
    return true;
  }

  @Override
  public synchronized void close() {
    if (retired != null) {
      retired.http().close();
    }
    current.http().close();
  }

  private Link link(byte[] kubeconfig) throws Stopped {
    return Connecting.link(
        new SecretKubeconfig(place()).config(kubeconfig, secret.context()), place());
  }

  private byte[] kubeconfig() throws Stopped {
    Request request = Request.get(Paths.secret(secret.namespace(), secret.name()));
    Answer answer = own.send(request);
    if (!answer.successful()) {
      throw new Stopped(unread(answer.status()));
    }
    try {
      String encoded = Trees.string(Trees.map(answer.tree(), "data"), secret.key());
      if (encoded.isEmpty()) {
        throw new Stopped(
            Failure.of(
                Reason.KUBECONFIG_REFUSED,
                "%s is not there or empty".formatted(place()),
                "Put the kubeconfig under this key, or name another with secret-key"));
      }
      return Base64.getDecoder().decode(encoded.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw own.senseless(request, e);
    }
  }

  private Failure unread(int status) {
    return switch (status) {
      case 401 ->
          Failure.of(
              Reason.CLUSTER_REFUSED_CREDENTIALS,
              "%s does not accept the daemon's credentials, so that %s cannot be read"
                  .formatted(own.called(), place()),
              "Renew the daemon's own credentials");
      case 403 ->
          Failure.of(
              Reason.FORBIDDEN,
              "the daemon may not get " + place(),
              ("Add to its Role in %s: {apiGroups: [\"\"], resources: [secrets], resourceNames:"
                      + " [%s], verbs: [get]}")
                  .formatted(secret.namespace(), secret.name()));
      case 404 ->
          Failure.of(
              Reason.KUBECONFIG_REFUSED,
              "%s: there is no such Secret".formatted(place()),
              "Create it, or correct the name in sluice.clusters");
      default ->
          Failure.of(
              Reason.CLUSTER_UNREACHABLE,
              "%s answered HTTP %d when asked for %s".formatted(own.called(), status, place()),
              "Sluice tries again by itself");
    };
  }

  private String place() {
    return "key %s of Secret %s/%s".formatted(secret.key(), secret.namespace(), secret.name());
  }
}
