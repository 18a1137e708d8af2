package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Pod. */
final class PodHealth implements HealthRule {

  /** Reasons to wait that time alone does not mend. */
  private static final Set<String> STUCK =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private static final int MANY_RESTARTS = 3;

  @Override
  public Health assess(LiveObject object) {
    Map<String, Object> status = Trees.map(object.content(), "status");
    return switch (Trees.string(status, "phase")) {
      case "Succeeded" -> Health.HEALTHY;
      case "Failed" -> States.degraded(failure(status));
      case "Running" ->
          Condition.of(object, "Ready").isTrue() ? Health.HEALTHY : waiting(object, status);
      case "Unknown" ->
          new Health(Health.State.UNKNOWN, "its node does not answer, so nobody knows its state");
      case "Pending", "" -> waiting(object, status);
      case String phase -> new Health(Health.State.UNKNOWN, "unknown phase " + phase);
    };
  }

  private static Health waiting(LiveObject object, Map<String, Object> status) {
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (Map<String, Object> container : Trees.maps(status, list)) {
        Optional<Health> stuck = stuck(container);
        if (stuck.isPresent()) {
          return stuck.get();
        }
      }
    }
    Condition scheduled = Condition.of(object, "PodScheduled");
    if (scheduled.isFalse()) {
      return States.progressing(scheduled.words());
    }
    Condition ready = Condition.of(object, "Ready");
    return States.progressing(ready.exists() ? ready.words() : "not started yet");
  }

  private static Optional<Health> stuck(Map<String, Object> container) {
    Map<String, Object> state = Trees.map(container, "state");
    Map<String, Object> waiting = Trees.map(state, "waiting");
    String reason = Trees.string(waiting, "reason");
    if (STUCK.contains(reason)) {
      String message = Trees.string(waiting, "message");
      return Optional.of(degraded(container, reason + (message.isEmpty() ? "" : ": " + message)));
    }
    // Between two crashes it runs for a while: that must not look like an improvement each time.
    long restarts = Trees.number(container, "restartCount", 0);
    boolean ready = Boolean.TRUE.equals(container.get("ready"));
    return restarts >= MANY_RESTARTS && !ready && !lastEnd(container).isEmpty()
        ? Optional.of(degraded(container, "keeps ending"))
        : Optional.empty();
  }

  private static Health degraded(Map<String, Object> container, String what) {
    long restarts = Trees.number(container, "restartCount", 0);
    String end = lastEnd(container);
    return States.degraded(
        "container "
            + Trees.string(container, "name")
            + ": "
            + what
            + (restarts == 0 ? "" : ", restarted %d times".formatted(restarts))
            + (end.isEmpty() ? "" : ", last ended with " + end));
  }

  /** How the container ended the last time, when it ended badly; empty otherwise. */
  private static String lastEnd(Map<String, Object> container) {
    Map<String, Object> ended = Trees.map(Trees.map(container, "lastState"), "terminated");
    long code = Trees.number(ended, "exitCode", 0);
    String reason = Trees.string(ended, "reason");
    return code == 0
        ? ""
        : "exit code " + code + (reason.isEmpty() || reason.equals("Error") ? "" : ", " + reason);
  }

  private static String failure(Map<String, Object> status) {
    String reason = Trees.string(status, "reason");
    String message = Trees.string(status, "message");
    if (!reason.isEmpty() || !message.isEmpty()) {
      return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    }
    for (Map<String, Object> container : Trees.maps(status, "containerStatuses")) {
      Map<String, Object> ended = Trees.map(Trees.map(container, "state"), "terminated");
      long code = Trees.number(ended, "exitCode", 0);
      if (code != 0) {
        return "container " + Trees.string(container, "name") + " ended with exit code " + code;
      }
    }
    return "the Pod failed";
  }
}
