package dev.sluice.demo;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets a request pass that carries the token as its password; the user name does not matter. */
final class TokenRequired extends Filter {
  private static final String SCHEME = "basic ";

  private final byte[] token;

  TokenRequired(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (MessageDigest.isEqual(token, password(authorization))) {
      chain.doFilter(exchange);
      return;
    }
    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Git\"");
    exchange.sendResponseHeaders(401, -1);
    exchange.close();
  }

  @Override
  public String description() {
    return "requires the token";
  }

  private static byte[] password(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return new byte[0];
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }
}
