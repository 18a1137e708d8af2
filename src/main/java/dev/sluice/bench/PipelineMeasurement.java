package dev.sluice.bench;

import dev.sluice.controlplane.AuditLog;
import dev.sluice.controlplane.Progress;
import dev.sluice.demo.GitRequest;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases that go through a pipeline, and what it costs when there are none. */
final class PipelineMeasurement {

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 200;

  private final Stage stage;
  private final Size size;
  private final Progress progress;
  private final List<Figure> figures = new ArrayList<>();
  private long steadyBytes;
  private long peakBytes;

  PipelineMeasurement(Stage stage, Size size, Progress progress) {
    this.stage = stage;
    this.size = size;
    this.progress = progress;
  }

  /** Measures everything, in the order of a daemon's life. */
  List<Figure> run() throws IOException, InterruptedException {
    try (BenchDaemon daemon = stage.daemon();
        MemoryPeak peak = new MemoryPeak(daemon.pid())) {
      daemon.awaitReady();
      stage.requests().afterQuiet(0);
      release(daemon, "first releases", size.applications(), "first");
      release(daemon, "one release", 1, "second");
      release(daemon, "releases at once", Math.min(AT_ONCE, size.applications()), "third");
      idle(daemon);
      steadyBytes = daemon.usage().residentBytes();
      peakBytes = peak.bytes();
    }
    startUp();
    return figures;
  }

  long steadyBytes() {
    return steadyBytes;
  }

  long peakBytes() {
    return peakBytes;
  }

  /** From a push until the last environment has all of it, and the ledgers say so. */
  private void release(BenchDaemon daemon, String work, int applications, String value)
      throws IOException, InterruptedException {
    progress.note(size + ": " + applications + " applications through the pipeline");
    Map<String, String> files = new LinkedHashMap<>();
    for (int number = 0; number < applications; number++) {
      files.putAll(PipelineFixture.application(size, number, value));
    }
    var commit = stage.commit(files);
    int pushes = stage.git().count(GitRequest.PUSH);
    Tally tally = Tally.begin(stage, daemon);
    stage.move(commit);
    long pushed = System.nanoTime();
    long last = pushed;
    for (int number = 0; number < applications; number++) {
      last = Math.max(last, awaitValue(number, value));
    }
    // What was applied last has to be healthy for a second before it is verified.
    stage.requests().afterQuiet(0);
    figures.add(
        tally.figure(
            work,
            Optional.of(Times.once(Times.between(pushed, last))),
            Optional.empty(),
            "push to last object of %d applications seen in the last of %d environments; %d pushes"
                    .formatted(
                        applications,
                        size.environments(),
                        stage.git().count(GitRequest.PUSH) - pushes)
                + " to ledgers"));
  }

  private long awaitValue(int application, String value) throws IOException, InterruptedException {
    ObjectKey key =
        new ObjectKey(
            "",
            "ConfigMap",
            PipelineFixture.environments(size).getLast(),
            Fixture.settings(Fixture.application(application)));
    return stage.sightings().await(key, live -> value(live).equals(value), PATIENCE);
  }

  private static String value(LiveObject live) {
    return Trees.string(Trees.map(live.content(), "data"), "VALUE");
  }

  /** Polls go on; nothing else is to be asked of anybody. */
  private void idle(BenchDaemon daemon) throws IOException, InterruptedException {
    progress.note(size + ": nothing to do for " + IDLE.toSeconds() + " s");
    int requests = stage.requests().count();
    int polls = stage.git().count(GitRequest.LS_REFS);
    int fetches = stage.git().count(GitRequest.FETCH);
    int pushes = stage.git().count(GitRequest.PUSH);
    double cpu = daemon.usage().cpuSeconds();
    Thread.sleep(IDLE);
    List<AuditLog.Request> asked = stage.requests().after(requests);
    double minutes = IDLE.toSeconds() / 60.0;
    figures.add(
        new Figure(
            "idle, a minute",
            Optional.empty(),
            asked.size() / minutes,
            Requests.writes(asked) / minutes,
            (daemon.usage().cpuSeconds() - cpu) / minutes,
            Optional.empty(),
            "%.1f polls of the Git host a minute, every %s; besides them %d fetches, %d pushes%s"
                .formatted(
                    (stage.git().count(GitRequest.LS_REFS) - polls) / minutes,
                    Stage.PIPELINE_POLLS,
                    stage.git().count(GitRequest.FETCH) - fetches,
                    stage.git().count(GitRequest.PUSH) - pushes,
                    Requests.named("; asked", asked))));
  }

  private void startUp() throws IOException, InterruptedException {
    progress.note(size + ": start-up with everything in place");
    figures.add(StartUp.figure(stage));
  }
}
