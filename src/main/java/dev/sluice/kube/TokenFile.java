package dev.sluice.kube;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service account's token. The kubelet replaces the file about every hour, so it is read anew.
 */
final class TokenFile implements OAuthTokenProvider {

  private static final long FRESH_NANOS = 60_000_000_000L;

  private final Path file;
  private String token = "";
  private long read;

  TokenFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized String getToken() {
    long now = System.nanoTime();
    if (token.isEmpty() || now - read > FRESH_NANOS) {
      try {
        token = Files.readString(file).strip();
        read = now;
      } catch (IOException e) {
        throw new UncheckedIOException("the service account's token cannot be read", e);
      }
    }
    return token;
  }
}
