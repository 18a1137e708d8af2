package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP to one API server: blocks, tries again where that helps, counts, and fails at once while the
 * server is away. Thread-safe.
 */
final class Connection implements AutoCloseable {

  /** An answer that takes longer raises the question whether the server is there at all. */
  private static final Duration DOUBT = Duration.ofSeconds(4);

  private final String cluster;
  private final Links links;
  private final Retries retries;
  private final RequestListener listener;
  private final Breaker breaker;

  Connection(
      String cluster, Links links, Retries retries, RequestListener listener, Breaker breaker) {
    this.breaker = breaker;
    this.cluster = cluster;
    this.links = links;
    this.retries = retries;
    this.listener = listener;
  }

  /** The cluster's registered name. */
  String cluster() {
    return cluster;
  }

  /**
   * Sends a request, again where the answer or a lost connection makes that worthwhile.
   *
   * @return the last answer, whatever its status
   * @throws Stopped {@code ClusterUnreachable} when no answer came
   */
  Answer send(Request request) throws Stopped {
    for (int tries = 1; ; tries++) {
      Link link = links.current();
      Optional<Duration> pause;
      try {
        Answer answer = once(link, request);
        if (answer.status() == 401 && links.renew(link)) {
          continue;
        }
        pause = retries.pauseAfter(answer, tries);
        if (pause.isEmpty()) {
          return answer;
        }
      } catch (IOException | TimeoutException failure) {
        pause = retries.pauseAfter(failure, tries);
        if (pause.isEmpty()) {
          // The server may have moved, or have a new CA: the next request goes the new way.
          links.renew(link);
          throw unreachable(link, request, failure);
        }
      }
      try {
        rest(pause.get());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** Waits; less long when the server was away and comes back meanwhile. */
  void rest(Duration pause) throws InterruptedException {
    breaker.rest(pause);
  }

  /**
   * Opens a watch.
   *
   * @throws Stopped {@code ClusterUnreachable} when no answer came
   */
  WatchStream open(String path) throws Stopped {
    breaker.pass();
    Link link = links.current();
    HttpRequest request =
        link.http().newHttpRequestBuilder().uri(uri(link, path)).forStreaming().build();
    WatchStream stream = new WatchStream(breaker);
    long started = System.nanoTime();
    int status = 0;
    try {
      var answer = await(link.http().consumeBytes(request, stream), Duration.ofSeconds(30));
      status = answer.code();
      if (status == 401) {
        links.renew(link); // whoever watches opens it again
      }
      stream.opened(status, answer.body());
      return stream;
    } catch (IOException | TimeoutException e) {
      throw unreachable(link, Request.get(path), e);
    } finally {
      listener.ended(cluster, "WATCH", path, status, since(started));
    }
  }

  /** What to say of an answer that is not what an API server answers. */
  Stopped senseless(Request request, IOException cause) {
    return new Stopped(
        Failure.of(
            Reason.CLUSTER_UNREACHABLE,
            "the API server of %s answered %s with something that is not JSON"
                .formatted(called(), request.path()),
            "Check that its address is that of a Kubernetes API server"),
        cause);
  }

  /** The cluster for people. */
  String called() {
    return called(cluster);
  }

  static String called(String cluster) {
    return cluster.isEmpty() ? "the daemon's own cluster" : "cluster " + cluster;
  }

  @Override
  public void close() {
    breaker.close();
    links.close();
  }

  private Answer once(Link link, Request request) throws Stopped, IOException, TimeoutException {
    breaker.pass();
    HttpRequest.Builder built =
        link.http()
            .newHttpRequestBuilder()
            .uri(uri(link, request.path()))
            .timeout(request.patience().toMillis(), TimeUnit.MILLISECONDS);
    if (!request.user().isEmpty()) {
      built.header("Impersonate-User", request.user());
    }
    if (!request.accept().isEmpty()) {
      built.header("Accept", request.accept());
    }
    if (request.body().isEmpty()) {
      built.method(request.method(), null, null);
    } else {
      built.method(request.method(), request.contentType(), request.body());
    }
    long started = System.nanoTime();
    int status = 0;
    try {
      HttpResponse<byte[]> answer =
          await(link.http().sendAsync(built.build(), byte[].class), request.patience());
      status = answer.code();
      byte[] body = answer.body();
      return new Answer(status, body == null ? new byte[0] : body, retryAfter(answer));
    } finally {
      listener.ended(cluster, request.method(), request.path(), status, since(started));
    }
  }

  private <T> T await(CompletableFuture<T> future, Duration patience)
      throws Stopped, IOException, TimeoutException {
    Runnable breakOff = () -> future.cancel(true);
    breaker.begun(breakOff);
    try {
      return patiently(future, patience);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      IOException failure =
          cause instanceof IOException io ? io : new IOException(cause == null ? e : cause);
      breaker.doubt();
      throw failure;
    } catch (CancellationException e) {
      breaker.pass();
      throw new IOException("broken off", e); // it was away, and is back already
    } catch (TimeoutException e) {
      future.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      future.cancel(true);
      throw interrupted(e);
    } finally {
      breaker.ended(breakOff);
    }
  }

  private <T> T patiently(CompletableFuture<T> future, Duration patience)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (patience.compareTo(DOUBT) > 0) {
      try {
        return future.get(DOUBT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException slow) {
        breaker.doubt();
      }
    }
    Duration left = patience.compareTo(DOUBT) > 0 ? patience.minus(DOUBT) : patience;
    return future.get(left.toMillis(), TimeUnit.MILLISECONDS);
  }

  // The address may have a path of its own: a proxy in front of many clusters.
  private static URI uri(Link link, String path) {
    return URI.create(link.server().toString().replaceFirst("/+$", "") + path);
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    String seconds = answer.header("Retry-After");
    return seconds != null && seconds.matches("\\d{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private Stopped interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new Stopped(
        Failure.of(
            Reason.CLUSTER_UNREACHABLE,
            "the request to " + called() + " was given up because the work was cancelled",
            "It is sent again with the next run"),
        cause);
  }

  private Stopped unreachable(Link link, Request request, Exception cause) {
    String what =
        Retries.isTimeout(cause)
            ? "did not answer within " + request.patience().toSeconds() + " s"
            : "cannot be reached: " + link.words(cause);
    Failure failure =
        Failure.of(
            Reason.CLUSTER_UNREACHABLE,
            "the API server of %s %s %s".formatted(called(), link.place(), what),
            "What runs there goes on; Sluice tries again by itself");
    return link.source().isEmpty() ? new Stopped(failure, cause) : new Stopped(failure);
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
