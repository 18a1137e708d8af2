package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/** Names what went wrong between here and a Git host. */
final class TransportFailures {

  private static final int MESSAGE_LENGTH = 300;

  /** The words of the operating system, as the JDK hands them on. */
  private static final Set<String> FULL_DISK =
      Set.of(
          "No space left on device",
          "File too large",
          "Disk quota exceeded",
          "Read-only file system");

  private static final String TRIES_AGAIN = "Sluice tries again with growing pauses";

  private final RemoteUrl url;
  private final String secret;
  private final FetchBudget budget;
  private final @Nullable SshSessions ssh;

  /**
   * For one connection.
   *
   * @param secret never shown, should a host repeat it; empty for none
   */
  TransportFailures(RemoteUrl url, String secret, FetchBudget budget, @Nullable SshSessions ssh) {
    this.url = url;
    this.secret = secret;
    this.budget = budget;
    this.ssh = ssh;
  }

  /** The named failure of an exception. The exception is not kept: its text may hold anything. */
  Stopped stopped(Exception exception) {
    return new Stopped(failure(exception));
  }

  private Failure failure(Exception exception) {
    if (ssh != null && ssh.hasRejectedHostKey()) {
      return Failure.of(
          Reason.HOST_KEY_REJECTED,
          url.display() + " shows a host key that is not in the known_hosts file",
          "If the host is new or has new keys, compare the key with what its owner publishes,"
              + " then add it to the file");
    }
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      Failure named = named(cause);
      if (named != null) {
        return named;
      }
    }
    if (budget.isTimeOver()) {
      return budget.timeOver();
    }
    return unreachable("could not be read: " + clean(exception), TRIES_AGAIN);
  }

  private @Nullable Failure named(Throwable cause) {
    return switch (cause) {
      case HostRefused refused -> refused.failure();
      case NoRemoteRepositoryException _ ->
          Failure.of(
              Reason.REPOSITORY_NOT_FOUND,
              url.display() + " has no such repository",
              "Check the URL; many hosts also answer so when the credentials may not read it");
      case UnknownHostException _ ->
          unreachable("cannot be found: its host name does not resolve", "Check the URL and DNS");
      case ConnectException _ -> unreachable("does not accept connections", TRIES_AGAIN);
      case NoRouteToHostException _ -> unreachable("cannot be routed to", "Check the network");
      case SocketTimeoutException _ -> unreachable("has stopped answering", TRIES_AGAIN);
      case SSLException tls ->
          unreachable(
              "failed the TLS check: " + clean(tls),
              "Check the certificate of the host; checking is never switched off");
      case SshException ssh when isRefusedLogin(ssh) ->
          Failure.of(
              Reason.GIT_AUTHENTICATION_FAILED,
              url.display() + " refused the SSH key",
              "Check that its public half is registered there and may read this repository");
      default -> isFullDisk(cause) ? fullDisk(cause) : null;
    };
  }

  /** What was fetched is written here: that can fail too, and is no fault of the host. */
  private static boolean isFullDisk(Throwable cause) {
    return cause instanceof IOException && FULL_DISK.contains(String.valueOf(cause.getMessage()));
  }

  private Failure fullDisk(Throwable cause) {
    return Failure.of(
        Reason.CACHE_UNAVAILABLE,
        "what "
            + url.display()
            + " sent could not be written to the data directory: "
            + cause.getMessage(),
        "Make room, or give sluice.data-directory another place; what runs is kept and healed");
  }

  private static boolean isRefusedLogin(SshException exception) {
    return exception.getDisconnectCode()
        == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
  }

  private Failure unreachable(String what, String remedy) {
    return Failure.of(Reason.REPOSITORY_UNREACHABLE, url.display() + " " + what, remedy);
  }

  private String clean(Throwable exception) {
    return clean(String.valueOf(exception.getMessage()));
  }

  /** What a host said, in one line and without the secret. */
  String clean(String words) {
    String text = words.replaceAll("\\p{Cntrl}+", " ");
    if (!secret.isEmpty()) {
      text = text.replace(secret, "***");
    }
    return text.length() <= MESSAGE_LENGTH ? text : text.substring(0, MESSAGE_LENGTH) + "…";
  }
}
