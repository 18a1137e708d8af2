package dev.sluice.bench;

import dev.sluice.controlplane.AuditLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The daemon's requests, as the API server counted them. */
final class Requests {

  private static final Duration QUIET = Duration.ofMillis(1500);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

  private static final int NAMED = 3;

  private final AuditLog log;

  Requests(AuditLog log) {
    this.log = log;
  }

  /** How many there were so far. */
  int count() throws IOException {
    return log.requests().size();
  }

  /**
   * Waits until the daemon has asked for nothing for a while.
   *
   * @param count the requests to leave out, counted before
   * @return those after them
   */
  List<AuditLog.Request> afterQuiet(int count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long since = System.nanoTime();
    List<AuditLog.Request> seen = log.requestsAfter(count);
    while (System.nanoTime() - since < QUIET.toNanos()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the daemon goes on sending requests: "
                + (seen.isEmpty() ? "none" : seen.getLast().verb() + " " + seen.getLast().uri()));
      }
      Thread.sleep(BETWEEN_LOOKS);
      List<AuditLog.Request> now = log.requestsAfter(count);
      if (now.size() > seen.size()) {
        seen = now;
        since = System.nanoTime();
      }
    }
    return seen;
  }

  /** The same, once the daemon has asked for something at all. */
  List<AuditLog.Request> afterFirst(int count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.requestsAfter(count).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the daemon has asked for nothing");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return afterQuiet(count);
  }

  /** Those after so many, at once. */
  List<AuditLog.Request> after(int count) throws IOException {
    return log.requestsAfter(count);
  }

  /** How many of them stored something. */
  static long writes(List<AuditLog.Request> requests) {
    return written(requests).size();
  }

  /** Those that stored something. */
  static List<AuditLog.Request> written(List<AuditLog.Request> requests) {
    return requests.stream()
        .filter(request -> WRITES.contains(request.verb()))
        .filter(request -> !request.uri().contains("dryRun=All"))
        .toList();
  }

  /** Names the first few, where there are any. */
  static String named(String before, List<AuditLog.Request> requests) {
    return requests.stream()
        .limit(NAMED)
        .map(request -> " " + request.verb() + " " + request.uri())
        .reduce((one, other) -> one + "," + other)
        .map(names -> before + names)
        .orElse("");
  }
}
