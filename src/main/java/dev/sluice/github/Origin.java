package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one place a token may be sent to.
 *
 * @param scheme {@code https} or {@code http}
 * @param host in lower case
 * @param port the port that is talked to
 */
record Origin(String scheme, String host, int port) {

  static Origin of(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    return new Origin(
        scheme,
        String.valueOf(address.getHost()).toLowerCase(Locale.ROOT),
        address.getPort() > 0 ? address.getPort() : usual);
  }

  /**
   * An address that an answer names, which may be relative.
   *
   * @param from the address that was asked
   * @throws Stopped when it is elsewhere
   */
  URI follow(URI from, String named) throws Stopped {
    URI to;
    try {
      to = from.resolve(URI.create(named));
    } catch (IllegalArgumentException e) {
      throw refused("an address that is none", e);
    }
    if (!of(to).equals(this) || to.getRawUserInfo() != null) {
      throw refused(to.getScheme() + "://" + to.getHost() + ":" + of(to).port(), null);
    }
    return to;
  }

  private Stopped refused(String to, @Nullable Exception cause) {
    Failure failure =
        Failure.of(
            Reason.REDIRECT_REFUSED,
            Texts.line("%s leads on to %s".formatted(host, to)),
            "If the API has moved, write its new address into the settings; the token is never sent"
                + " to another host");
    return cause == null ? new Stopped(failure) : new Stopped(failure, cause);
  }
}
