package dev.sluice.bench;

import dev.sluice.controlplane.AuditLog;
import dev.sluice.controlplane.Progress;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** One size, from an empty cluster to a daemon that starts over everything in place. */
final class Measurement {

  private static final int REPEATS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Stage stage;
  private final Size size;
  private final Floor floor;
  private final Progress progress;
  private final List<Figure> figures = new ArrayList<>();
  private long steadyBytes;
  private long peakBytes;

  Measurement(Stage stage, Size size, Floor floor, Progress progress) {
    this.stage = stage;
    this.size = size;
    this.floor = floor;
    this.progress = progress;
  }

  /** Measures everything, in the order of a daemon's life. */
  List<Figure> run() throws Stopped, IOException, InterruptedException {
    try (BenchDaemon daemon = stage.daemon();
        MemoryPeak peak = new MemoryPeak(daemon.pid())) {
      daemon.awaitReady();
      stage.sightings().awaitCount(1, PATIENCE);
      stage.requests().afterQuiet(0);
      firstSync(daemon);
      nothingToDo(daemon);
      commits(daemon);
      commitOfNothing(daemon);
      figures.addAll(new Drift(stage, floor, progress).measure(daemon));
      steadyBytes = daemon.usage().residentBytes();
      peakBytes = peak.bytes();
    }
    startUp();
    startUpOverDrift();
    return figures;
  }

  long steadyBytes() {
    return steadyBytes;
  }

  long peakBytes() {
    return peakBytes;
  }

  private void firstSync(BenchDaemon daemon) throws Stopped, IOException, InterruptedException {
    progress.note(size + ": first sync");
    ObjectId commit = stage.commit(Fixture.applications(size));
    int before = stage.requests().count();
    Tally tally = Tally.begin(stage, daemon);
    long pushed = stage.push(commit);
    long applied = stage.sightings().awaitCount(1 + size.total(), PATIENCE);
    figures.add(
        tally.figure(
            "first sync",
            Optional.of(Times.once(Times.between(pushed, applied))),
            Optional.of(floor.renderSeconds() + floor.dryRunSeconds() + floor.applySeconds()),
            "push to last object seen; floor: render, dry run and apply of all"
                + applyPhase(stage.requests().afterQuiet(before))));
    checkSynced();
  }

  /** Only with one application: where there are more, some are planned while others are applied. */
  private String applyPhase(List<AuditLog.Request> requests) {
    if (size.applications() > 1) {
      return "";
    }
    List<Instant> applied =
        requests.stream()
            .filter(request -> request.uri().contains("/namespaces/" + Fixture.NAMESPACE + "/"))
            .filter(request -> request.verb().equals("patch") && !request.uri().contains("dryRun="))
            .map(AuditLog.Request::received)
            .sorted()
            .toList();
    double seconds = Duration.between(applied.getFirst(), applied.getLast()).toNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "; of it, its %d applies %.2f s, those of the bare client %.2f s",
        applied.size(),
        seconds,
        floor.applySeconds());
  }

  private void nothingToDo(BenchDaemon daemon) throws Stopped, IOException, InterruptedException {
    progress.note(size + ": nothing to do");
    Tally tally = Tally.begin(stage, daemon);
    // One after the other where there are few, so that each is a run of its own.
    int rounds = size.applications() < REPEATS ? REPEATS : 1;
    for (int round = 0; round < rounds; round++) {
      for (int number = 0; number < size.applications(); number++) {
        stage.ask(Fixture.application(number));
      }
      stage.requests().afterQuiet(0);
    }
    figures.add(
        tally
            .each(rounds * size.applications())
            .figure(
                "no-op, one application",
                Optional.empty(),
                Optional.empty(),
                "a sync asked for where nothing changed; the requests that ask are not the"
                    + " daemon's"));
    // Whoever asked is told of the next commit; that is no part of what the later ones cost.
    stage.push(stage.commit(Map.of("README.md", "The first words.\n")));
    stage.requests().afterQuiet(0);
  }

  private void commits(BenchDaemon daemon) throws Stopped, IOException, InterruptedException {
    progress.note(size + ": one-line commits");
    Tally tally = Tally.begin(stage, daemon);
    List<Double> seconds = new ArrayList<>();
    for (int number = 0; number < REPEATS; number++) {
      String application = Fixture.application(number * 7 % size.applications());
      String value = "commit-" + number;
      String objects = Fixture.objects(application, size.objects(), value);
      ObjectId commit = stage.commit(Map.of(Fixture.file(application), objects));
      long pushed = stage.push(commit);
      seconds.add(Times.between(pushed, awaitValue(application, value)));
      stage.requests().afterQuiet(0);
    }
    figures.add(
        tally
            .each(REPEATS)
            .figure(
                "one-line commit",
                Optional.of(new Times(seconds)),
                Optional.of(floor.renderSeconds() / size.applications() + floor.write().median()),
                "push to change seen, not told which application; floor: one render and one"
                    + " write"));
    checkSynced();
  }

  private void commitOfNothing(BenchDaemon daemon)
      throws Stopped, IOException, InterruptedException {
    Tally tally = Tally.begin(stage, daemon);
    stage.push(stage.commit(Map.of("README.md", "Nothing that runs.\n")));
    figures.add(
        tally.figure(
            "commit outside overlays",
            Optional.empty(),
            Optional.empty(),
            "a commit that changes no application"));
  }

  private void startUp() throws IOException, InterruptedException {
    progress.note(size + ": start-up with everything in place");
    figures.add(StartUp.figure(stage));
  }

  private void startUpOverDrift() throws Stopped, IOException, InterruptedException {
    String application = Fixture.application(size.applications() - 1);
    HandEdits.Edit edit =
        stage.edits().patch(Drift.settingsPath(application), "{\"data\":{\"VALUE\":\"by hand\"}}");
    int before = stage.requests().count();
    try (BenchDaemon daemon = stage.daemon()) {
      Tally tally = Tally.begin(stage, daemon, before, 0);
      long healed =
          stage
              .sightings()
              .await(
                  Drift.settingsKey(application),
                  live -> Drift.isNewer(live, edit) && !value(live).equals("by hand"),
                  PATIENCE);
      figures.add(
          tally.figure(
              "start-up, drift waiting",
              Optional.of(Times.once(Times.between(daemon.startedNanos(), healed))),
              Optional.empty(),
              "process start to the edit of the last application healed"));
    }
  }

  private long awaitValue(String application, String value)
      throws IOException, InterruptedException {
    ObjectKey key = Drift.settingsKey(application);
    return stage.sightings().await(key, live -> value(live).equals(value), PATIENCE);
  }

  private static String value(LiveObject live) {
    return Trees.string(Trees.map(live.content(), "data"), "VALUE");
  }

  private void checkSynced() throws Stopped, IOException {
    List<String> unsynced = stage.unsynced();
    int targets = stage.targets().list().size();
    if (!unsynced.isEmpty() || targets != 1 + size.applications()) {
      throw new IOException(
          "of %d targets %d are there, not in sync: %s"
              .formatted(1 + size.applications(), targets, unsynced));
    }
  }
}
