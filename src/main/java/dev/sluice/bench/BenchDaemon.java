package dev.sluice.bench;

import dev.sluice.demo.DaemonProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The daemon that is measured: the packaged program in a process of its own. */
final class BenchDaemon implements AutoCloseable {

  // The port is free, not fixed; Quarkus prints it when it listens.
  private static final Pattern MANAGEMENT =
      Pattern.compile("Management interface listening on (http://[0-9.a-z]+:[0-9]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final DaemonProcess process;
  private final Path log;
  private final long startedNanos;
  private final Instant started;

  private BenchDaemon(DaemonProcess process, Path log, long startedNanos, Instant started) {
    this.process = process;
    this.log = log;
    this.startedNanos = startedNanos;
    this.started = started;
  }

  /** Starts it; returns at once. */
  static BenchDaemon start(Path settings, Path log) throws IOException {
    Instant started = Instant.now();
    long nanos = System.nanoTime();
    return new BenchDaemon(DaemonProcess.start(settings, log), log, nanos, started);
  }

  /** When its process was started, as {@link System#nanoTime} tells it. */
  long startedNanos() {
    return startedNanos;
  }

  /** The same by the clock. */
  Instant started() {
    return started;
  }

  /**
   * Waits until its health check says that it is ready.
   *
   * @return the seconds since the process was started
   */
  double awaitReady() throws IOException, InterruptedException {
    long deadline = startedNanos + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        if (!process.isRunning()) {
          throw new IOException("the daemon has ended: " + Files.readString(log));
        }
        Matcher address = MANAGEMENT.matcher(Files.exists(log) ? Files.readString(log) : "");
        if (address.find() && isReady(http, address.group(1))) {
          return Times.between(startedNanos, System.nanoTime());
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
    throw new IOException("the daemon was not ready in time: " + Files.readString(log));
  }

  /** What it uses now. */
  Usage usage() throws IOException {
    return Usage.of(process.pid());
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }

  private static boolean isReady(HttpClient http, String address)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/q/health/ready")).build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }
}
