package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * List, then watch, of one kind, on a thread of its own for as long as the daemon runs. After every
 * kind of failure it goes on: from the last version where the server still knows it, from a new
 * list where not.
 */
final class KindWatch<T> implements Runnable, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KindWatch.class);

  // A bookmark comes about every minute; a connection that brings none is dead.
  private static final Duration SILENCE = Duration.ofSeconds(150);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Connection connection;
  private final Collection from;
  private final KindInfo info;
  private final WatchSink<T> sink;
  private final WatchState state = new WatchState();
  private String version = "";
  private int failures;

  KindWatch(Connection connection, Collection from, WatchSink<T> sink) {
    this.connection = connection;
    this.from = from;
    this.info = from.info();
    this.sink = sink;
  }

  WatchState state() {
    return state;
  }

  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (version.isEmpty()) {
          list();
        }
        watch();
        failures = 0;
      } catch (Stopped stopped) {
        lost(stopped.failure());
      } catch (IOException broken) {
        lost(
            Failure.of(
                Reason.CLUSTER_UNREACHABLE,
                "the watch of %s in %s broke: %s"
                    .formatted(info.kind(), connection.called(), broken.getMessage()),
                "Sluice connects again by itself"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException fault) {
        // Our own fault must not end the watch: what it missed would be missed for ever.
        LOG.errorf(fault, "watching %s in %s", info.kind(), connection.called());
        version = "";
        lost(
            Failure.of(
                Reason.INTERNAL,
                "the watch of %s failed: %s".formatted(info.kind(), fault),
                "The log has the stack trace; Sluice lists anew by itself"));
      }
    }
  }

  @Override
  public void close() {
    state.stop();
  }

  private void list() throws Stopped {
    Listing<T> listing = Listing.read(connection, from, sink::reduce);
    version = listing.version();
    sink.replace(listing.items(), KindStore.version(version));
    state.current();
  }

  private void watch() throws Stopped, IOException, InterruptedException {
    // The server ends it at a time of our choosing, spread so that not all watches renew at once.
    long seconds = ThreadLocalRandom.current().nextLong(300, 600);
    String parameters =
        "watch=true&allowWatchBookmarks=true&resourceVersion=%s&timeoutSeconds=%d"
            .formatted(version, seconds);
    try (WatchStream stream = connection.open(from.query(parameters))) {
      if (stream.status() != 200) {
        notOpened(new Answer(stream.status(), stream.rest(SILENCE), Duration.ZERO));
      }
      state.current();
      for (byte[] line = stream.next(SILENCE); line != null; line = stream.next(SILENCE)) {
        failures = 0;
        event(Json.tree(line));
      }
    }
  }

  private void event(Map<String, Object> event) throws Stopped {
    Map<String, Object> content = Trees.map(event, "object");
    switch (Trees.string(event, "type")) {
      case "ADDED", "MODIFIED" -> {
        advance(content);
        sink.put(sink.reduce(Listing.item(info, content)));
      }
      case "DELETED" -> {
        advance(content);
        sink.remove(sink.reduce(Listing.item(info, content)));
      }
      case "BOOKMARK" -> {
        advance(content);
        sink.passed(KindStore.version(version));
      }
      case "ERROR" -> refused(ApiStatus.of((int) Trees.number(content, "code", 500), content));
      default -> LOG.warnf("the watch of %s brought an event of unknown type", info.kind());
    }
  }

  private void advance(Map<String, Object> content) {
    version = Trees.string(Trees.map(content, "metadata"), "resourceVersion");
  }

  // A busy server is asked again from the same version; not for ever, because it may also be one
  // that was restored from a backup and does not know that version yet.
  private void notOpened(Answer answer) throws Stopped {
    boolean busy = answer.status() == 429 || answer.status() >= 500;
    if (!busy || failures >= 3) {
      version = "";
    }
    throw ApiErrors.stopped(Listing.asked(connection, info, "watch"), answer);
  }

  // 410: the version we go on from was compacted away; only a new list closes the gap.
  private void refused(ApiStatus status) throws Stopped {
    version = "";
    throw new Stopped(ApiErrors.failure(Listing.asked(connection, info, "watch"), status));
  }

  private void lost(Failure failure) {
    state.broken(asWatchFailure(failure));
    failures++;
    LOG.debugf("%s", failure);
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
    try {
      connection.rest(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Failure asWatchFailure(Failure failure) {
    if (failure.reason() != Reason.FORBIDDEN) {
      return failure;
    }
    String rule =
        "{apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"get\", \"list\", \"watch\"]}"
            .formatted(info.kind().group(), info.plural());
    return Failure.of(
        Reason.WATCH_FORBIDDEN,
        "the daemon's account may not watch %s in %s".formatted(info.kind(), connection.called()),
        "Add this rule to its ClusterRole: " + rule);
  }
}
