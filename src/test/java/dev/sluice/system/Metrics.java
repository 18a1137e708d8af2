package dev.sluice.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** What the daemon shows to Prometheus. */
final class Metrics {

  private Metrics() {}

  /** The value of a line that has these labels; empty when there is no such line. */
  static String value(Daemon daemon, String metric, Map<String, String> labels)
      throws IOException, InterruptedException {
    return read(daemon)
        .lines()
        .filter(line -> line.startsWith(metric + "{"))
        .filter(line ->
            labels.entrySet().stream()
                .allMatch(one -> line.contains(one.getKey() + "=\"" + one.getValue() + "\"")))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }

  private static String read(Daemon daemon) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(daemon.management() + "/q/metrics")).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
