package dev.sluice.probe;

import java.net.URI;
import java.util.Map;

/**
 * One request.
 *
 * @param method GET or POST
 * @param uri the address, {@code http} or {@code https}
 * @param headers besides Host, Connection and the length of the body
 * @param body empty for none
 */
record HttpQuestion(String method, URI uri, Map<String, String> headers, String body) {

  static HttpQuestion get(URI uri) {
    return new HttpQuestion("GET", uri, Map.of(), "");
  }

  boolean isEncrypted() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : isEncrypted() ? 443 : 80;
  }

  /** The host without the brackets of an IPv6 address. */
  String host() {
    String host = String.valueOf(uri.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** What goes over the wire before the body. */
  String head(int bodyBytes) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority());
    head.append("\r\nUser-Agent: sluice\r\nAccept: */*\r\nAccept-Encoding: identity\r\n");
    head.append("Connection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (!body.isEmpty()) {
      head.append("Content-Length: ").append(bodyBytes).append("\r\n");
    }
    return head.append("\r\n").toString();
  }
}
