package dev.sluice.kube;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The way to an API server.
 *
 * @param server its address
 * @param http holds the credentials
 * @param another makes a client like that, on connections of its own; whoever asks closes it
 * @param source the Secret that all of it came from, of which no word may reach a message; empty
 *     when it came from a file
 */
record Link(URI server, HttpClient http, Supplier<HttpClient> another, String source) {

  /** Where the server is, for people. */
  String place() {
    return source.isEmpty() ? "at " + server : "named by " + source;
  }

  /** What a lost connection is called: the words of the network name addresses. */
  String words(Exception cause) {
    if (source.isEmpty()) {
      return String.valueOf(cause.getMessage());
    }
    return switch (cause) {
      case UnknownHostException _ -> "its host name is not known";
      case ConnectException _ -> "nothing takes the connection";
      case SSLException _ -> "TLS failed; its certificate may not fit certificate-authority-data";
      default -> "the connection was lost";
    };
  }
}
