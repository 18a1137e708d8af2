package dev.sluice.demo;

import com.sun.net.httpserver.Filter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link GitHost} serves.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param token if there, every request must carry it as the password of HTTP basic authentication,
 *     with any user name; never shown
 * @param tls if there, HTTPS is served with this
 * @param filters see every request before the host does
 */
public record GitHostOptions(
    int port, Optional<String> token, Optional<SSLContext> tls, List<Filter> filters) {

  public GitHostOptions {
    filters = List.copyOf(filters);
  }

  /** Plain HTTP on a free port, open to everybody on this machine. */
  public static GitHostOptions open() {
    return new GitHostOptions(0, Optional.empty(), Optional.empty(), List.of());
  }

  public GitHostOptions withPort(int value) {
    return new GitHostOptions(value, token, tls, filters);
  }

  public GitHostOptions withToken(String value) {
    return new GitHostOptions(port, Optional.of(value), tls, filters);
  }

  public GitHostOptions withTls(SSLContext value) {
    return new GitHostOptions(port, token, Optional.of(value), filters);
  }

  public GitHostOptions withFilters(List<Filter> values) {
    return new GitHostOptions(port, token, tls, values);
  }

  /** Without the token: records show their components, and this one must not. */
  @Override
  public String toString() {
    return "GitHostOptions[port=%d, token=%s, tls=%s]"
        .formatted(port, token.isPresent() ? "***" : "none", tls.isPresent());
  }
}
