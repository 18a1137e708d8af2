package dev.sluice.probe;

import dev.sluice.promote.gate.Evidence.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Takes samples of queries, from servers that the operator named. */
final class PrometheusProbe {

  private final Map<String, PrometheusServer> servers;
  private final HttpExchange http;

  PrometheusProbe(Map<String, PrometheusServer> servers, HttpExchange http) {
    this.servers = servers;
    this.http = http;
  }

  /**
   * One sample.
   *
   * @throws ProbeFailed when the server is not known, cannot be asked or refuses the query
   */
  Sample ask(String name, String query, Instant now) throws ProbeFailed {
    PrometheusServer server = servers.get(name);
    if (server == null) {
      throw new ProbeFailed(
          "no Prometheus server %s is configured: set sluice.prometheus.%s.url"
              .formatted(name, name));
    }
    String base = server.url().toString();
    URI uri =
        HttpProbe.uri(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/query");
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    if (server.tokenFile().isPresent()) {
      headers.put("Authorization", "Bearer " + token(server, name));
    }
    HttpQuestion question =
        new HttpQuestion(
            "POST",
            uri,
            headers,
            "query=%s&time=%s"
                .formatted(URLEncoder.encode(query, StandardCharsets.UTF_8), now.getEpochSecond()));
    HttpReply reply = ask(name, question);
    return new Sample(now, PrometheusAnswer.values(name, reply));
  }

  private HttpReply ask(String name, HttpQuestion question) throws ProbeFailed {
    try {
      return http.ask(question, InetAddress.getByName(question.host()));
    } catch (UnknownHostException e) {
      throw new ProbeFailed(
          "Prometheus server %s: its host %s is not known".formatted(name, question.host()), e);
    } catch (ProbeFailed failed) {
      throw new ProbeFailed("Prometheus server %s: %s".formatted(name, failed.why()), failed);
    }
  }

  private static String token(PrometheusServer server, String name) throws ProbeFailed {
    try {
      return Files.readString(server.tokenFile().orElseThrow()).strip();
    } catch (IOException e) {
      throw new ProbeFailed(
          "the file of sluice.prometheus.%s.token-file cannot be read".formatted(name), e);
    }
  }
}
