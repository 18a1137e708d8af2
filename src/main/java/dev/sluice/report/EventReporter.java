package dev.sluice.report;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.kube.Events;
import dev.sluice.kube.Events.Notice;
import dev.sluice.kube.Events.Type;
import dev.sluice.kube.TargetStatus;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells in Kubernetes Events what a status cannot: what has been healed, pruned, adopted or
 * replaced, which failures came up, and when health was lost and came back. A sync that goes as it
 * should is no event: the commit tells of it.
 */
public final class EventReporter implements Reporter {

  private static final int NAMED = 5;

  private final Events events;
  private final Map<TargetId, Last> last = new ConcurrentHashMap<>();

  /** What was so after the run before. */
  private record Last(Set<Failure> failures, Health.State health) {}

  /** Tells these. */
  public EventReporter(Events events) {
    this.events = events;
  }

  @Override
  public void ran(Report report, Detail detail) {
    TargetId target = report.target().id();
    done(target, report.outcome().results());
    Last now = new Last(Set.copyOf(report.failures()), report.health().state());
    Last before = last.put(target, now);
    report.failures().stream()
        .filter(failure -> before == null || !before.failures().contains(failure))
        .forEach(failure -> failed(target, failure));
    health(target, before == null ? Health.State.UNKNOWN : before.health(), report.health());
  }

  @Override
  public void stopped(Target target, Failure failure) {
    Last before = last.get(target.id());
    boolean known = before != null && before.failures().contains(failure);
    if (!known && TargetStatus.Sync.stoppedBy(failure) == TargetStatus.Sync.FAILED) {
      failed(target.id(), failure);
    }
    Health.State health = before == null ? Health.State.UNKNOWN : before.health();
    last.put(target.id(), new Last(Set.of(failure), health));
  }

  private void failed(TargetId target, Failure failure) {
    events.tell(
        target,
        new Notice(
            Type.WARNING,
            failure.reason().word(),
            "Sync",
            failure.toString(),
            failure.where() + " " + failure.field()));
  }

  private void health(TargetId target, Health.State before, Health now) {
    if (now.state() == Health.State.DEGRADED && before != Health.State.DEGRADED) {
      events.tell(
          target, new Notice(Type.WARNING, now.state().word(), "Observe", now.why(), "health"));
    }
    if (now.state() == Health.State.HEALTHY && before == Health.State.DEGRADED) {
      events.tell(
          target,
          new Notice(Type.NORMAL, now.state().word(), "Observe", "healthy again", "health"));
    }
  }

  private void done(TargetId target, List<Outcome.Result> results) {
    Map<String, List<Change>> byReason =
        results.stream()
            .filter(result -> result.failure().isEmpty())
            .map(Outcome.Result::step)
            .filter(step -> !reason(step).isEmpty())
            .collect(
                Collectors.groupingBy(
                    EventReporter::reason, Collectors.mapping(Step::change, Collectors.toList())));
    byReason.forEach((reason, changes) ->
        events.tell(
            target, new Notice(Type.NORMAL, reason, "Sync", named(changes), objects(changes))));
  }

  /** The word for a step that is worth an event; empty for one that is not. */
  private static String reason(Step step) {
    return switch (step.change().verdict()) {
      case DRIFTED, OWNERSHIP_ONLY, CONTESTED, MISSING -> "Healed";
      case ADOPT -> "Adopted";
      case REPLACE -> "Replaced";
      case EXTRA -> step instanceof Step.Delete ? "Pruned" : "";
      case SAME, CREATE, UPDATE, FOREIGN, RELEASED, REFUSED -> "";
    };
  }

  private static String objects(List<Change> changes) {
    return changes.stream()
        .map(change -> change.subject().key().toString())
        .collect(Collectors.joining(", "));
  }

  private static String named(List<Change> changes) {
    String named =
        changes.stream()
            .limit(NAMED)
            .map(change -> change.subject().key() + ": " + change.why())
            .collect(Collectors.joining("; "));
    int more = changes.size() - NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }
}
