package dev.sluice.kube;

import dev.sluice.model.Stopped;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * {@code GET /livez/ping}, the one check of {@code /livez} that asks nothing of etcd. On a
 * connection of its own: those of the requests may all be taken by a slow server, or be half dead.
 */
final class LivezProbe implements Prober.Probe {

  private static final Logger LOG = Logger.getLogger(LivezProbe.class);

  private final Links links;

  LivezProbe(Links links) {
    this.links = links;
  }

  @Override
  public void ask() throws IOException, TimeoutException, InterruptedException {
    Link link = links.current();
    try (HttpClient http = link.another().get()) {
      CompletableFuture<?> answer =
          http.sendAsync(http.newHttpRequestBuilder().uri(address(link)).build(), byte[].class);
      try {
        answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        throw new IOException(
            link.words(cause instanceof IOException io ? io : new IOException(cause)), e);
      } finally {
        answer.cancel(true);
      }
    } catch (IOException | TimeoutException away) {
      renew(link);
      throw away;
    }
  }

  /** The server may have moved: nobody else looks for another address while requests fail. */
  private void renew(Link link) {
    try {
      boolean another = links.renew(link);
      LOG.debugf("asked for another way to the API server: %s", another);
    } catch (Stopped stopped) {
      LOG.debugf("no other way to the API server: %s", stopped.failure());
    }
  }

  private static URI address(Link link) {
    return URI.create(link.server().toString().replaceFirst("/+$", "") + "/livez/ping");
  }
}
