package dev.sluice.kube;

import dev.sluice.kube.resource.OwnApi;
import dev.sluice.kube.resource.TargetResource;
import dev.sluice.model.Labels;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes Events into the daemon's namespace, on a thread of its own: a slow API server must not
 * hold up a sync. The same reason about the same objects is told once in ten minutes, as a second
 * writer would otherwise fill the cluster's store.
 */
public final class EventWriter implements Events, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EventWriter.class);

  private static final int WAITING = 500;
  private static final int REMEMBERED = 5_000;
  private static final int NOTE_LENGTH = 1_000; // the API server takes 1,024 bytes
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final Connection connection;
  private final String namespace;
  private final String instance;
  private final Function<TargetId, String> uids;
  private final InstantSource clock;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(WAITING);
  private final Map<String, Instant> told = new LinkedHashMap<>();
  private final Thread thread;

  private record Pending(TargetId target, Notice notice, Instant time) {}

  /**
   * Writes to the daemon's own cluster.
   *
   * @param instance which daemon it is, such as the name of its pod
   * @param uids uid of the Target resource of a target; empty while it is not known
   */
  public EventWriter(
      Clusters.Connected own,
      String namespace,
      String instance,
      Function<TargetId, String> uids,
      InstantSource clock) {
    this.connection = own.connection();
    this.namespace = namespace;
    this.instance = instance;
    this.uids = uids;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("events").start(this::write);
  }

  @Override
  public void tell(TargetId target, Notice notice) {
    Instant now = clock.instant();
    if (!isNews(target + "\n" + notice.reason() + "\n" + notice.about(), now)) {
      return;
    }
    if (!queue.offer(new Pending(target, notice, now))) {
      LOG.warnf("%s: an event was not told, too many wait: %s", target, notice.message());
    }
  }

  /** Ends the writing; what still waits is let go. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private boolean isNews(String what, Instant now) {
    synchronized (told) {
      Instant last = told.get(what);
      if (last != null && last.plus(QUIET).isAfter(now)) {
        return false;
      }
      told.remove(what);
      told.put(what, now);
      if (told.size() > REMEMBERED) {
        told.remove(told.keySet().iterator().next());
      }
      return true;
    }
  }

  private void write() {
    try {
      while (true) {
        write(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Pending pending) {
    try {
      Answer answer =
          connection.send(
              Request.create(
                  "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events",
                  Json.text(body(pending))));
      if (!answer.successful()) {
        LOG.warnf("%s: an event was refused: %s", pending.target(), ApiStatus.of(answer).message());
      }
    } catch (Stopped stopped) {
      LOG.warnf("%s: an event was not told: %s", pending.target(), stopped.failure());
    }
  }

  private Map<String, Object> body(Pending pending) {
    String name = Labels.targetName(pending.target());
    Map<String, Object> regarding = new LinkedHashMap<>();
    regarding.put("apiVersion", OwnApi.GROUP + "/" + OwnApi.VERSION);
    regarding.put("kind", TargetResource.KIND);
    regarding.put("namespace", namespace);
    regarding.put("name", name);
    String uid = uids.apply(pending.target());
    if (!uid.isEmpty()) {
      regarding.put("uid", uid);
    }
    Notice notice = pending.notice();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", "events.k8s.io/v1");
    body.put("kind", "Event");
    body.put("metadata", Map.of("generateName", name + "-", "namespace", namespace));
    body.put("eventTime", microTime(pending.time()));
    body.put("reportingController", "sluice.dev/daemon");
    body.put("reportingInstance", instance);
    body.put("type", notice.type().word());
    body.put("reason", notice.reason());
    body.put("action", notice.action());
    body.put("regarding", regarding);
    body.put("note", cut(notice.message()));
    return body;
  }

  /** With exactly six digits of a second, as the API server wants it. */
  private static String microTime(Instant time) {
    return "%s.%06dZ".formatted(time.toString().substring(0, 19), time.getNano() / 1_000);
  }

  private static String cut(String message) {
    return message.length() > NOTE_LENGTH ? message.substring(0, NOTE_LENGTH - 1) + "…" : message;
  }
}
