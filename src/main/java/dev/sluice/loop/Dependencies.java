package dev.sluice.loop;

import dev.sluice.apply.Outcome;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.report.Report;
import dev.sluice.yaml.Similar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Order across applications: a target is brought to a new revision once the applications that it
 * depends on, in its own environment, run what they should and are healthy. Nothing asks again and
 * again: whoever waits is run when one of those stands differently. Thread-safe.
 */
public final class Dependencies {

  private static final String FIELD = "spec.dependsOn";

  /** What is said of a standby that runs as it should. */
  private static final Set<Reason> OF_STANDBYS =
      Set.of(Reason.DR_LAG_EXCEEDED, Reason.DR_NOT_READY, Reason.DRILL_OVERDUE);

  private final Targets targets;
  private final Aims aims;
  private final Consumer<TargetId> wake;
  private final Map<TargetId, Standing> standings = new ConcurrentHashMap<>();
  private final Map<TargetId, Set<TargetId>> waiting = new ConcurrentHashMap<>();

  /** How a target stood after its last run: what it runs, whether all of that is in, its health. */
  private record Standing(String digest, boolean complete, Health health) {}

  /**
   * Order among these targets.
   *
   * @param wake runs a target again; called from other targets' runs, returns at once
   */
  public Dependencies(Targets targets, Aims aims, Consumer<TargetId> wake) {
    this.targets = targets;
    this.aims = aims;
    this.wake = wake;
  }

  /**
   * What a revision has to wait for; empty when it may come.
   *
   * @throws Stopped when it would wait for ever: an application that is not there, or a cycle
   */
  Optional<Outcome.Waiting> waitingFor(Target target, Aim aim) throws Stopped {
    List<String> names = aim.composition().settings().dependsOn();
    if (names.isEmpty()) {
      waiting.remove(target.id());
      return Optional.empty();
    }
    List<Target> needed = new ArrayList<>();
    for (String name : names) {
      needed.add(find(target, aim, name));
    }
    requireNoCycle(target, aim);
    // Heard of before it is looked at: what changes in between wakes the target.
    waiting.put(target.id(), Set.copyOf(needed.stream().map(Target::id).toList()));
    for (Target one : needed) {
      Optional<Outcome.Waiting> unmet = unmet(one);
      if (unmet.isPresent()) {
        return unmet;
      }
    }
    waiting.remove(target.id());
    return Optional.empty();
  }

  /** A target was run: whoever waits for it is woken if it stands differently now. */
  void ran(Report report) {
    TargetId id = report.target().id();
    Standing now =
        new Standing(
            report.renderDigest(),
            report.failures().isEmpty() && report.outcome().waiting().isEmpty(),
            report.health());
    if (!now.equals(standings.put(id, now))) {
      waiting.forEach((waiter, on) -> {
        if (on.contains(id)) {
          wake.accept(waiter);
        }
      });
    }
  }

  /** A run of a target stopped before there was a plan: how it stands is not known. */
  void stopped(TargetId target) {
    standings.remove(target);
  }

  private Optional<Outcome.Waiting> unmet(Target needed) {
    String name = needed.id().application();
    Aim aim;
    try {
      aim = aims.of(needed);
    } catch (Stopped stopped) {
      return waiting(name, "to have a revision that can run: " + stopped.failure().message());
    }
    Optional<Failure> older =
        aim.newest().filter(failure -> !OF_STANDBYS.contains(failure.reason()));
    if (older.isPresent()) {
      return waiting(name, "to run its newest revision: " + older.get().message());
    }
    Standing standing = standings.get(needed.id());
    String wanted = aim.allowed().revision().abbreviated();
    if (standing == null || !standing.digest().equals(aim.composition().digest())) {
      return waiting(name, "to run what it should at " + wanted);
    }
    if (!standing.complete()) {
      return waiting(name, "to be in sync at " + wanted);
    }
    return switch (standing.health().state()) {
      case HEALTHY, SUSPENDED -> Optional.empty();
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED ->
          waiting(
              name,
              "to be healthy (%s: %s)"
                  .formatted(standing.health().state().word(), standing.health().why()));
    };
  }

  private static Optional<Outcome.Waiting> waiting(String application, String until) {
    return Optional.of(
        new Outcome.Waiting("the application " + application + " (dependsOn) " + until));
  }

  private Target find(Target target, Aim aim, String name) throws Stopped {
    Optional<Target> found = targets.find(inTheSameEnvironment(target, name));
    if (found.isPresent()) {
      return found.get();
    }
    List<String> known =
        targets.all().stream()
            .map(Target::id)
            .filter(id -> inTheSameEnvironment(target, id.application()).equals(id))
            .map(TargetId::application)
            .sorted()
            .toList();
    throw refused(
        aim,
        Reason.DEPENDENCY_NOT_FOUND,
        "there is no application \"%s\" in %s".formatted(name, target.id().environment()),
        Similar.to(name, known)
            .map(near -> "Did you mean " + near + "?")
            .orElse("Known there: " + String.join(", ", known)));
  }

  private void requireNoCycle(Target target, Aim aim) throws Stopped {
    List<String> path = cycle(target, aim, List.of(target.id().application()));
    if (!path.isEmpty()) {
      throw refused(
          aim,
          Reason.DEPENDENCY_CYCLE,
          "the applications wait for each other: " + String.join(" -> ", path),
          "Take one of them out of dependsOn");
    }
  }

  /** The way back to where the path begins; empty when there is none. */
  private List<String> cycle(Target start, Aim aim, List<String> path) {
    for (String name : aim.composition().settings().dependsOn()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      if (name.equals(path.getFirst())) {
        return longer;
      }
      Optional<Target> next = targets.find(inTheSameEnvironment(start, name));
      // A cycle further down is told by the targets in it; here it would only be walked for ever.
      if (next.isEmpty() || path.contains(name)) {
        continue;
      }
      List<String> found = cycleThrough(start, next.get(), longer);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<String> cycleThrough(Target start, Target next, List<String> path) {
    try {
      return cycle(start, aims.of(next), path);
    } catch (Stopped stopped) {
      return List.of(); // what it depends on is not known; it is waited for, and says why itself
    }
  }

  private static TargetId inTheSameEnvironment(Target target, String application) {
    return new TargetId(target.id().repository(), application, target.id().environment());
  }

  private static Stopped refused(Aim aim, Reason reason, String message, String remedy) {
    return new Stopped(
        Failure.at(
            reason,
            aim.composition()
                .file()
                .map(SourceTree.Entry::path)
                .map(Origin::file)
                .orElse(Origin.UNKNOWN),
            FIELD,
            message,
            remedy));
  }
}
