package dev.sluice.bench;

import dev.sluice.controlplane.AuditLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a start of the daemon costs where nothing is left to do. */
final class StartUp {

  private StartUp() {}

  /** Starts a daemon over a stage on which everything is in place, and ends it. */
  static Figure figure(Stage stage) throws IOException, InterruptedException {
    int before = stage.requests().count();
    try (BenchDaemon daemon = stage.daemon()) {
      Tally tally = Tally.begin(stage, daemon, before, 0);
      double ready = daemon.awaitReady();
      List<AuditLog.Request> requests = stage.requests().afterFirst(before);
      double last =
          requests.isEmpty()
              ? ready
              : Duration.between(daemon.started(), requests.getLast().received()).toNanos() / 1e9;
      return tally.figure(
          "start-up, nothing changed",
          Optional.of(Times.once(last)),
          Optional.empty(),
          "process start to last request; ready after %.2f s%s"
              .formatted(ready, Requests.named("; wrote", Requests.written(requests))));
    }
  }
}
