package dev.sluice.probe;

import dev.sluice.github.CheckRun;
import dev.sluice.github.CommitStatus;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence.Status;
import dev.sluice.promote.gate.Evidence.Status.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What checks and statuses of one name come to: only those count that the right one reported, of
 * several the latest. Where there is a check and a status of the name, both have to be good, as in
 * GitHub's own required checks.
 */
final class CheckReading {

  private static final String APPS_LOGIN = "[bot]";

  private CheckReading() {}

  /** Whether a status is by whom the gate wants to hear. */
  static boolean isBy(Gate.Reporter reporter, CommitStatus status) {
    boolean bot = status.kind().equals("Bot");
    return switch (reporter) {
      case Gate.App app -> bot && status.creator().equalsIgnoreCase(app.name() + APPS_LOGIN);
      case Gate.User user -> !bot && status.creator().equalsIgnoreCase(user.login());
    };
  }

  private static boolean isBy(Gate.Reporter reporter, CheckRun run) {
    return switch (reporter) {
      case Gate.App app ->
          app.name().equals(String.valueOf(run.app())) || app.name().equalsIgnoreCase(run.slug());
      case Gate.User ignored -> false; // only apps can
    };
  }

  /**
   * What they say together.
   *
   * @param runs checks of the gate's name
   * @param statuses statuses of the gate's name, the newest first
   */
  static Status of(Gate.StatusCheck gate, List<CheckRun> runs, List<CommitStatus> statuses) {
    Gate.Reporter reporter = gate.reporter();
    Optional<Status> check =
        runs.stream()
            .filter(run -> isBy(reporter, run))
            .max(Comparator.comparingLong(CheckRun::id))
            .map(CheckReading::of);
    Optional<Status> status =
        statuses.stream().filter(one -> isBy(reporter, one)).findFirst().map(CheckReading::of);
    return Stream.of(check, status)
        .flatMap(Optional::stream)
        .min(Comparator.comparingInt(one -> rank(one.state())))
        .orElseGet(() -> new Status(State.MISSING, others(runs, statuses), ""));
  }

  private static Status of(CheckRun run) {
    if (!run.status().equals("completed")) {
      return new Status(State.PENDING, run.status().replace('_', ' '), run.page());
    }
    State state =
        switch (run.conclusion()) {
          case "success" -> State.SUCCESS;
          case "neutral", "skipped" -> State.SKIPPED;
          case "failure", "cancelled", "timed_out", "action_required", "startup_failure", "stale" ->
              State.FAILURE;
          default -> State.UNKNOWN;
        };
    return new Status(state, "it ended as " + run.conclusion().replace('_', ' '), run.page());
  }

  private static Status of(CommitStatus status) {
    State state =
        switch (status.state()) {
          case "success" -> State.SUCCESS;
          case "failure", "error" -> State.FAILURE;
          case "pending" -> State.PENDING;
          default -> State.UNKNOWN;
        };
    String words = status.description();
    return new Status(state, words.isEmpty() ? "it says " + status.state() : words, status.page());
  }

  /** The worst first. */
  private static int rank(State state) {
    return switch (state) {
      case FAILURE -> 0;
      case UNKNOWN -> 1;
      case MISSING -> 2;
      case PENDING -> 3;
      case SKIPPED -> 4;
      case SUCCESS -> 5;
    };
  }

  /** Who else used the name: most often the gate names the wrong one. */
  private static String others(List<CheckRun> runs, List<CommitStatus> statuses) {
    List<String> names =
        Stream.concat(
                runs.stream().map(run -> "app " + run.slug()),
                statuses.stream()
                    .map(one ->
                        one.creator().endsWith(APPS_LOGIN)
                            ? "app " + one.creator().replace(APPS_LOGIN, "")
                            : "user " + one.creator()))
            .distinct()
            .limit(5)
            .toList();
    return names.isEmpty() ? "" : String.join(", ", names) + " did";
  }
}
