package dev.sluice.bench;

import dev.sluice.controlplane.Progress;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Edits by hand, each ten times at the same object, and how soon they are undone. */
final class Drift {

  // One more within a minute, and the daemon takes it for a second writer and slows down.
  private static final int REPEATS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String APPLICATION = Fixture.application(0);
  private static final String DELETED = APPLICATION + "-headless";

  private final Stage stage;
  private final Floor floor;
  private final Progress progress;

  /** Makes one edit. */
  private interface Hand {
    HandEdits.Edit edit() throws IOException, InterruptedException;
  }

  Drift(Stage stage, Floor floor, Progress progress) {
    this.stage = stage;
    this.floor = floor;
    this.progress = progress;
  }

  List<Figure> measure(BenchDaemon daemon) throws IOException, InterruptedException {
    progress.note("drift: delete, patch, scale, ten times each");
    return List.of(
        deletes(daemon),
        measure(
            daemon,
            "patch healed",
            settingsKey(APPLICATION),
            () ->
                stage
                    .edits()
                    .patch(settingsPath(APPLICATION), "{\"data\":{\"LOG_LEVEL\":\"DEBUG\"}}"),
            (live, edit) ->
                isNewer(live, edit)
                    && Trees.string(Trees.map(live.content(), "data"), "LOG_LEVEL").equals("INFO")),
        measure(
            daemon,
            "scale healed",
            new ObjectKey("apps", "Deployment", Fixture.NAMESPACE, APPLICATION),
            () ->
                stage
                    .edits()
                    .patch(
                        "/apis/apps/v1/namespaces/%s/deployments/%s/scale"
                            .formatted(Fixture.NAMESPACE, APPLICATION),
                        "{\"spec\":{\"replicas\":2}}"),
            (live, edit) ->
                isNewer(live, edit)
                    && Trees.number(Trees.map(live.content(), "spec"), "replicas", -1) == 0));
  }

  static String settingsPath(String application) {
    return "/api/v1/namespaces/%s/configmaps/%s"
        .formatted(Fixture.NAMESPACE, Fixture.settings(application));
  }

  static ObjectKey settingsKey(String application) {
    return new ObjectKey("", "ConfigMap", Fixture.NAMESPACE, Fixture.settings(application));
  }

  /** Whether an object is a later one than the answer to an edit. */
  static boolean isNewer(LiveObject live, HandEdits.Edit edit) {
    return Long.parseLong(live.resourceVersion()) > edit.version();
  }

  // A deleted object comes back under another uid.
  private Figure deletes(BenchDaemon daemon) throws IOException, InterruptedException {
    ObjectKey key = new ObjectKey("", "Service", Fixture.NAMESPACE, DELETED);
    String path = "/api/v1/namespaces/%s/services/%s".formatted(Fixture.NAMESPACE, DELETED);
    List<String> gone = new ArrayList<>();
    return measure(
        daemon,
        "delete healed",
        key,
        () -> {
          gone.add(stage.sightings().uid(key));
          return stage.edits().delete(path);
        },
        (live, edit) -> !gone.contains(live.uid()));
  }

  private Figure measure(
      BenchDaemon daemon,
      String work,
      ObjectKey key,
      Hand hand,
      BiPredicate<LiveObject, HandEdits.Edit> healed)
      throws IOException, InterruptedException {
    Tally tally = Tally.begin(stage, daemon);
    List<Double> seconds = new ArrayList<>();
    for (int number = 0; number < REPEATS; number++) {
      HandEdits.Edit edit = hand.edit();
      long seen = stage.sightings().await(key, live -> healed.test(live, edit), PATIENCE);
      seconds.add(Math.max(0, Times.between(edit.answeredNanos(), seen)));
      stage.requests().afterQuiet(0);
    }
    return tally
        .each(REPEATS)
        .figure(
            work,
            Optional.of(new Times(seconds)),
            Optional.of(floor.write().median()),
            "answer to the edit to healed state seen, ten times; floor: one write");
  }
}
