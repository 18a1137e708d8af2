package dev.sluice.git;

import dev.sluice.model.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** An open connection to a Git host that has answered which refs it has. */
final class Link implements AutoCloseable {

  private final Transport transport;
  private final FetchConnection connection;
  private final @Nullable SshSessions ssh;
  private final FetchBudget budget;
  private final TransportFailures failures;

  Link(
      Transport transport,
      FetchConnection connection,
      @Nullable SshSessions ssh,
      FetchBudget budget,
      TransportFailures failures) {
    this.transport = transport;
    this.connection = connection;
    this.ssh = ssh;
    this.budget = budget;
    this.failures = failures;
  }

  /** The refs that were asked for, by full name; an older host may answer with more. */
  Map<String, ObjectId> refs() {
    Map<String, ObjectId> ids = new HashMap<>();
    for (Ref ref : connection.getRefs()) {
      ObjectId id = ref.getObjectId();
      if (id != null) {
        ids.put(ref.getName(), id);
      }
    }
    return ids;
  }

  /** Brings objects and all they lead to into the local repository; moves no ref there. */
  void fetch(Map<String, ObjectId> tips, Set<ObjectId> have) throws Stopped {
    List<Ref> wanted =
        tips.entrySet().stream()
            .<Ref>map(
                tip -> new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, tip.getKey(), tip.getValue()))
            .toList();
    try {
      connection.fetch(budget.monitor(), wanted, have);
      if (budget.isTimeOver()) {
        // A cancelled transfer ends without exception.
        throw new Stopped(budget.timeOver());
      }
    } catch (TransportException | RuntimeException e) {
      throw failures.stopped(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    close(transport, ssh);
  }

  /** Closes what of a connection has come to be. */
  static void close(@Nullable Transport transport, @Nullable SshSessions ssh) {
    if (transport != null) {
      transport.close();
    }
    if (ssh != null) {
      ssh.close();
    }
  }
}
