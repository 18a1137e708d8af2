package dev.sluice.apply;

import dev.sluice.apply.HookRuns.State;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Observations;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.plan.Hook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether the object of a hook has come to its end. The watch says when something happened; a
 * Job or Pod is then read, because a bad moment on its way (an image that is not there yet) is not
 * its end.
 */
final class HookEnds {

  private static final ApiKind POD = ApiKind.of("v1", "Pod");

  /** A message of a container may be long, and the status is not its log. */
  private static final int LONGEST_MESSAGE = 500;

  private final Cluster cluster;
  private final Observations observations;

  HookEnds(Cluster cluster, Observations observations) {
    this.cluster = cluster;
    this.observations = observations;
  }

  State of(Hook hook, Manifest object, Observed seen) throws Stopped {
    return switch (seen.health().state()) {
      case HEALTHY, DEGRADED ->
          hook.endsByItself()
              ? ended(object)
              : seen.health().state() == Health.State.HEALTHY ? State.SUCCEEDED : State.FAILED;
      case SUSPENDED, PROGRESSING, UNKNOWN, MISSING -> State.STARTED;
    };
  }

  /** Why it failed, for people; where a container left a message, that. */
  String why(Manifest object) throws Stopped {
    Optional<LiveObject> live = cluster.get(object.kind(), object.key());
    if (live.isEmpty()) {
      return "its object is gone";
    }
    String conditions = condition(live.get(), "Failed").map(HookEnds::words).orElse("");
    for (Observed pod : pods(object.key())) {
      Optional<LiveObject> body = cluster.get(POD, pod.key());
      String message = body.map(HookEnds::termination).orElse("");
      if (!message.isEmpty()) {
        return conditions + (conditions.isEmpty() ? "" : "; ") + message;
      }
    }
    String own = termination(live.get());
    return conditions.isEmpty() ? own : conditions;
  }

  private State ended(Manifest object) throws Stopped {
    Optional<LiveObject> live = cluster.get(object.kind(), object.key());
    if (live.isEmpty()) {
      return State.STARTED;
    }
    String phase = Trees.string(Trees.map(live.get().content(), "status"), "phase");
    if (condition(live.get(), "Complete").isPresent() || phase.equals("Succeeded")) {
      return State.SUCCEEDED;
    }
    return condition(live.get(), "Failed").isPresent() || phase.equals("Failed")
        ? State.FAILED
        : State.STARTED;
  }

  private List<Observed> pods(ObjectKey job) {
    return observations
        .find(job)
        .map(Observed::target)
        .map(observations::of)
        .orElse(List.of())
        .stream()
        .filter(seen -> seen.key().kind().equals("Pod"))
        .filter(seen -> seen.key().namespace().equals(job.namespace()))
        .filter(seen -> seen.key().name().startsWith(job.name() + "-"))
        .toList();
  }

  private static Optional<Map<String, Object>> condition(LiveObject object, String type) {
    return Trees.maps(Trees.map(object.content(), "status"), "conditions").stream()
        .filter(one -> Trees.string(one, "type").equals(type))
        .filter(one -> Trees.string(one, "status").equals("True"))
        .findFirst();
  }

  private static String words(Map<String, Object> condition) {
    return Trees.string(condition, "reason") + ": " + Trees.string(condition, "message");
  }

  private static String termination(LiveObject pod) {
    for (Map<String, Object> container :
        Trees.maps(Trees.map(pod.content(), "status"), "containerStatuses")) {
      Map<String, Object> ended = Trees.map(Trees.map(container, "state"), "terminated");
      long code = Trees.number(ended, "exitCode", 0);
      if (code != 0) {
        String message = Trees.string(ended, "message").strip();
        String shown = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
        return "container %s ended with exit code %d%s"
            .formatted(Trees.string(container, "name"), code, shown.isEmpty() ? "" : ": " + shown);
      }
    }
    return "";
  }
}
