package dev.sluice.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/** What is asked over HTTP. */
public final class WebProbes {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int BODY = 1 << 20;

  private final HttpProbe http;
  private final PrometheusProbe prometheus;

  /**
   * Asks addresses of gates and metrics servers.
   *
   * @param allowedHosts what the operator named besides what is public; see {@link AllowedHosts}
   * @param servers metrics servers by name
   */
  public WebProbes(List<String> allowedHosts, Map<String, PrometheusServer> servers) {
    this(
        new AllowedHosts(allowedHosts),
        servers,
        new HttpExchange((SSLSocketFactory) SSLSocketFactory.getDefault(), TIMEOUT, BODY));
  }

  WebProbes(AllowedHosts allowed, Map<String, PrometheusServer> servers, HttpExchange exchange) {
    this.http = new HttpProbe(allowed, exchange);
    this.prometheus = new PrometheusProbe(servers, exchange);
  }

  HttpProbe http() {
    return http;
  }

  PrometheusProbe prometheus() {
    return prometheus;
  }
}
