package dev.sluice.bench;

import dev.sluice.controlplane.AuditLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a daemon used, from a beginning until it is quiet. */
final class Tally {

  private final Stage stage;
  private final BenchDaemon daemon;
  private final int requestsBefore;
  private final double cpuBefore;
  private final int repeats;

  private Tally(
      Stage stage, BenchDaemon daemon, int requestsBefore, double cpuBefore, int repeats) {
    this.stage = stage;
    this.daemon = daemon;
    this.requestsBefore = requestsBefore;
    this.cpuBefore = cpuBefore;
    this.repeats = repeats;
  }

  /** From now on. */
  static Tally begin(Stage stage, BenchDaemon daemon) throws IOException {
    return begin(stage, daemon, stage.requests().count(), daemon.usage().cpuSeconds());
  }

  /** From what was used before. */
  static Tally begin(Stage stage, BenchDaemon daemon, int requestsBefore, double cpuBefore) {
    return new Tally(stage, daemon, requestsBefore, cpuBefore, 1);
  }

  /** The same work was done so many times. */
  Tally each(int times) {
    return new Tally(stage, daemon, requestsBefore, cpuBefore, times);
  }

  /** Waits until the daemon is quiet. */
  Figure figure(String work, Optional<Times> times, Optional<Double> floorSeconds, String meaning)
      throws IOException, InterruptedException {
    List<AuditLog.Request> requests = stage.requests().afterQuiet(requestsBefore);
    double cpu = daemon.usage().cpuSeconds() - cpuBefore;
    return new Figure(
        work,
        times,
        requests.size() / (double) repeats,
        Requests.writes(requests) / (double) repeats,
        cpu / repeats,
        floorSeconds,
        meaning);
  }
}
