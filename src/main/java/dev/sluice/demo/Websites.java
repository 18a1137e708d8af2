package dev.sluice.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands for the public addresses of the worked example, which nobody serves: every host answers,
 * unless a file of its name lies in a folder. It listens on 127.0.0.1 only; a host is the first
 * segment of the path.
 */
public final class Websites implements AutoCloseable {

  /** A name of one label is no public one; and nothing may lead out of the folder. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  private static final Pattern ADDRESS =
      Pattern.compile("(?m)^(\\s*url: )https://([a-z0-9.-]+)(\\S*)$");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Path down;

  private Websites(HttpServer server, ExecutorService threads, Path down) {
    this.server = server;
    this.threads = threads;
    this.down = down;
  }

  /**
   * Starts to answer.
   *
   * @param down a host whose name a file in this folder has answers 503
   * @throws IOException if there is no port to be had
   */
  public static Websites start(Path down) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Websites websites = new Websites(server, threads, down);
    server.createContext("/", websites::answer);
    server.setExecutor(threads);
    server.start();
    return websites;
  }

  /** The text of an environment file with its smoke tests led here. */
  String leadHere(String environment) {
    return ADDRESS
        .matcher(environment)
        .replaceAll("$1http://127.0.0.1:%d/$2$3".formatted(server.getAddress().getPort()));
  }

  /** Where files lie with the names of the hosts that are down. */
  public Path down() {
    return down;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", 3);
      String host = path.length > 1 ? path[1] : "";
      boolean known = HOST.matcher(host).matches();
      boolean up = known && !Files.exists(down.resolve(host));
      byte[] body =
          "{\"host\":\"%s\",\"status\":\"%s\"}\n"
              .formatted(known ? host : "", up ? "ok" : "down")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? (up ? 200 : 503) : 404, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Stops to listen and cuts the connections. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
