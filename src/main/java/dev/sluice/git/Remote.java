package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.jspecify.annotations.Nullable;

/** The Git host's side of a repository. */
final class Remote {

  private final RepositorySettings settings;
  private final RemoteUrl url;

  Remote(RepositorySettings settings) throws Stopped {
    this.settings = settings;
    this.url = RemoteUrl.of(settings);
  }

  /** Where it is, for people. */
  String display() {
    return url.display();
  }

  /**
   * Connects and asks once for the refs whose names begin with the given ones.
   *
   * @param into the bare repository that fetched objects go to
   */
  Link connect(Repository into, Collection<String> prefixes) throws Stopped {
    FetchBudget budget = new FetchBudget(url.display(), settings.limits());
    Secret secret = secret();
    SshSessions ssh = sessions(into, budget);
    TransportFailures failures = new TransportFailures(url, secret.text(), budget, ssh);
    Transport transport = null;
    try {
      transport = open(into, budget, secret, ssh);
      FetchConnection connection = transport.openFetch(List.of(), prefixes.toArray(new String[0]));
      return new Link(transport, connection, ssh, budget, failures);
    } catch (IOException | RuntimeException e) {
      Link.close(transport, ssh);
      throw failures.stopped(e);
    }
  }

  /**
   * What a host answered to a push.
   *
   * @param status what became of it
   * @param message what else it said, without secrets
   */
  record Answer(RemoteRefUpdate.Status status, String message) {}

  /**
   * Moves a branch on the host, if it stands where it is expected to.
   *
   * @param from the repository that holds the new commit
   * @param expected where the branch stands; zero when there is none
   * @return what the host answered about the branch
   */
  Answer push(Repository from, String branch, ObjectId expected, ObjectId commit) throws Stopped {
    FetchBudget budget = new FetchBudget(url.display(), settings.limits());
    Secret secret = secret();
    SshSessions ssh = sessions(from, budget);
    TransportFailures failures = new TransportFailures(url, secret.text(), budget, ssh);
    Transport transport = null;
    try {
      transport = open(from, budget, secret, ssh);
      String name = Constants.R_HEADS + branch;
      RemoteRefUpdate update =
          new RemoteRefUpdate(from, (String) null, commit, name, false, null, expected);
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      RemoteRefUpdate told =
          result.getRemoteUpdate(name) == null ? update : result.getRemoteUpdate(name);
      return new Answer(told.getStatus(), failures.clean(String.valueOf(told.getMessage())));
    } catch (IOException | RuntimeException e) {
      Failure failure = failures.stopped(e).failure();
      if (failure.reason() == Reason.GIT_AUTHENTICATION_FAILED) {
        // They may read and not push: hosts answer so, and not about the branch.
        return new Answer(RemoteRefUpdate.Status.REJECTED_OTHER_REASON, failure.message());
      }
      throw new Stopped(failure);
    } finally {
      Link.close(transport, ssh);
    }
  }

  private @Nullable SshSessions sessions(Repository repository, FetchBudget budget) {
    return settings.credentials() instanceof GitCredentials.SshKey key
        ? new SshSessions(key, repository.getDirectory().toPath(), budget)
        : null;
  }

  private Transport open(
      Repository repository, FetchBudget budget, Secret secret, @Nullable SshSessions ssh)
      throws IOException {
    Transport transport = Transport.open(repository, url.uri());
    transport.setTimeout((int) Math.max(1, settings.limits().silence().toSeconds()));
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new BoundConnections(url, secret.header(), budget));
    } else if (transport instanceof SshTransport overSsh && ssh != null) {
      overSsh.setSshSessionFactory(ssh);
    }
    return transport;
  }

  private Secret secret() throws Stopped {
    return switch (settings.credentials()) {
      case GitCredentials.None _ -> new Secret("", "");
      case GitCredentials.Token token -> token(token);
      case GitCredentials.SshKey key -> {
        readable(key.keyFile(), "SSH key");
        readable(key.knownHosts(), "known_hosts");
        yield new Secret("", "");
      }
    };
  }

  private Secret token(GitCredentials.Token token) throws Stopped {
    readable(token.file(), "token");
    try {
      String text = Files.readString(token.file()).strip();
      if (text.isEmpty()) {
        throw unreadable(token.file(), "token", "is empty");
      }
      byte[] pair = (token.username() + ":" + text).getBytes(StandardCharsets.UTF_8);
      return new Secret(text, "Basic " + Base64.getEncoder().encodeToString(pair));
    } catch (IOException e) {
      throw unreadable(token.file(), "token", "cannot be read");
    }
  }

  private void readable(Path file, String what) throws Stopped {
    if (!Files.isReadable(file)) {
      throw unreadable(file, what, "is missing or cannot be read");
    }
  }

  private Stopped unreadable(Path file, String what, String mistake) {
    return new Stopped(
        Failure.of(
            Reason.GIT_AUTHENTICATION_FAILED,
            "the " + what + " file " + file + " of repository " + settings.name() + " " + mistake,
            "Mount the secret there, or name another file in the credentials"));
  }

  /** What must never be seen, and the header made of it; both empty when there is none. */
  private record Secret(String text, String header) {

    @Override
    public String toString() {
      return "Secret";
    }
  }
}
