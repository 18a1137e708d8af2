package dev.sluice.probe;

import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence.Try;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Asks an address, once. */
final class HttpProbe {

  private final AllowedHosts allowed;
  private final HttpExchange http;

  HttpProbe(AllowedHosts allowed, HttpExchange http) {
    this.allowed = allowed;
    this.http = http;
  }

  /**
   * One try. That there is no answer is an answer.
   *
   * @param address with nothing left open
   * @throws ProbeFailed when it may not be asked
   */
  Try ask(Gate.Http gate, String address, Instant now) throws ProbeFailed {
    HttpQuestion question = HttpQuestion.get(uri(address));
    InetAddress resolved = allowed.resolve(question.host());
    try {
      HttpReply reply = http.ask(question, resolved);
      boolean matches = gate.body().isEmpty() || reply.body().contains(gate.body());
      return new Try(
          now, reply.status(), matches ? Try.Body.MATCHES : Try.Body.DIFFERS, reply.took(), "");
    } catch (ProbeFailed failed) {
      return new Try(now, 0, Try.Body.DIFFERS, Duration.ZERO, failed.why());
    }
  }

  static URI uri(String address) throws ProbeFailed {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new ProbeFailed(address + " is no address", e);
    }
    boolean web =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new ProbeFailed(
          address + " is no http or https address of a host, without user name and password");
    }
    return uri;
  }
}
