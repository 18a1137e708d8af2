package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends one request and waits for its whole answer, in bounded time and size; follows nothing. */
final class Exchange implements AutoCloseable {

  private final Limits limits;
  private final RequestListener listener;
  private Optional<HttpClient> http = Optional.empty();

  /**
   * What a request may cost.
   *
   * @param timeout for all of it, until the last byte
   * @param bytes the longest answer
   */
  record Limits(Duration timeout, int bytes) {}

  Exchange(Limits limits, RequestListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Asks.
   *
   * @throws Stopped when there is no whole answer
   */
  HttpResponse<byte[]> ask(HttpRequest request) throws Stopped {
    String host = String.valueOf(request.uri().getAuthority());
    long begin = System.nanoTime();
    Optional<HttpResponse<byte[]>> answer = Optional.empty();
    CompletableFuture<HttpResponse<byte[]>> asked =
        client()
            .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.bytes()));
    try {
      // The client's own timeout ends with the headers; this one also ends a body that trickles.
      answer = Optional.of(asked.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS));
      return answer.get();
    } catch (TimeoutException | CancellationException e) {
      throw unreachable(
          host, "gave no whole answer within %d s".formatted(limits.timeout().toSeconds()), e);
    } catch (ExecutionException e) {
      throw unreachable(host, why(e.getCause() == null ? e : e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
      throw unreachable(host, "was not waited for", e);
    } finally {
      asked.cancel(true);
      listener.ended(
          host,
          answer.map(HttpResponse::statusCode).orElse(0),
          Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private String why(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof UnresolvedAddressException) {
        return "has no address: its name is not known";
      }
      if (one instanceof SSLException) {
        return "has no encrypted connection to offer that is trusted: " + one.getMessage();
      }
    }
    if (cause instanceof ConnectException) {
      return "cannot be reached";
    }
    if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("exceed")) {
      return "answers with more than %d bytes".formatted(limits.bytes());
    }
    return "broke the connection: " + cause.getMessage();
  }

  private static Stopped unreachable(String host, String what, Exception cause) {
    return new Stopped(
        Failure.of(
            Reason.GITHUB_UNREACHABLE,
            Texts.line(host + " " + what),
            "It is asked again by itself; what runs goes on"),
        cause);
  }

  /** Made for the first request: most daemons never send one. */
  private synchronized HttpClient client() {
    if (http.isEmpty()) {
      http =
          Optional.of(
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .connectTimeout(limits.timeout())
                  .executor(Executors.newVirtualThreadPerTaskExecutor())
                  .build());
    }
    return http.get();
  }

  @Override
  public synchronized void close() {
    http.ifPresent(HttpClient::shutdownNow);
  }
}
