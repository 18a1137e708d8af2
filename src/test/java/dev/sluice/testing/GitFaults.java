package dev.sluice.testing;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A switch in front of a {@code GitHost}: put it into its filters and turn faults on and off. */
public final class GitFaults extends Filter {
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile GitFault fault = new GitFault.None();
  private final AtomicInteger stalling = new AtomicInteger();
  private volatile CountDownLatch stalled = new CountDownLatch(0);

  /**
   * A request that reached the host.
   *
   * @param path with its query
   * @param withCredentials whether it carried an Authorization header
   */
  public record Seen(String method, String path, boolean withCredentials) {}

  /** Turns a fault on, for requests from now on; what stalls goes on. */
  public void turnOn(GitFault next) {
    CountDownLatch before = stalled;
    stalled = new CountDownLatch(1);
    fault = next;
    before.countDown();
  }

  /** The host is well again, and what stalls goes on. */
  public void turnOff() {
    turnOn(new GitFault.None());
  }

  /** Every request so far, oldest first, refused ones too. */
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** How many answers stand still at this moment. */
  public int stalling() {
    return stalling.get();
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    boolean withCredentials = exchange.getRequestHeaders().containsKey("Authorization");
    String path = exchange.getRequestURI().toString();
    seen.add(new Seen(exchange.getRequestMethod(), path, withCredentials));
    switch (fault) {
      case GitFault.None() -> chain.doFilter(exchange);
      // An exception and not close(): the server then ends the connection.
      case GitFault.Cut() -> throw new IOException("cut by a test");
      case GitFault.Status(int code) -> answer(exchange, code, "text/plain", "told by a test\n");
      case GitFault.WebPage() ->
          answer(exchange, 200, "text/html", "<html><body>Please log in.</body></html>");
      case GitFault.Stall(int bytes) -> {
        boolean fetch = path.endsWith("/git-upload-pack");
        if (fetch) {
          exchange.setStreams(null, new Stalling(exchange.getResponseBody(), bytes));
        }
        chain.doFilter(exchange);
      }
      case GitFault.Truncate(int bytes) -> {
        if (path.endsWith("/git-upload-pack")) {
          exchange.setStreams(null, new Truncating(exchange.getResponseBody(), bytes));
        }
        chain.doFilter(exchange);
      }
      case GitFault.Redirect(var host) -> {
        exchange.getResponseHeaders().set("Location", host.resolve(path).toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
      }
    }
  }

  @Override
  public String description() {
    return "faults that tests turn on";
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Lets some bytes pass and fails from there on, so that the server cuts the connection. */
  private static final class Truncating extends FilterOutputStream {
    private int left;

    Truncating(OutputStream out, int bytes) {
      super(out);
      this.left = bytes;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int now = Math.min(left, length);
      out.write(bytes, offset, now);
      left -= now;
      if (now < length) {
        out.flush();
        throw new IOException("cut by a test");
      }
    }

    @Override
    public void close() throws IOException {
      if (left > 0) {
        super.close();
      }
    }
  }

  /** Lets some bytes pass, and the rest when the fault is turned off. */
  private final class Stalling extends FilterOutputStream {
    private final CountDownLatch goOn = stalled;
    private int left;

    Stalling(OutputStream out, int bytes) {
      super(out);
      this.left = bytes;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int now = Math.min(left, length);
      out.write(bytes, offset, now);
      left -= now;
      if (now < length) {
        out.flush();
        await();
        out.write(bytes, offset + now, length - now);
      }
    }

    private void await() throws IOException {
      stalling.incrementAndGet();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the host was closed while it stalled");
      } finally {
        stalling.decrementAndGet();
      }
    }
  }
}
