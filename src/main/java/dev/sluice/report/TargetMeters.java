package dev.sluice.report;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Verdict;
import dev.sluice.kube.TargetStatus;
import dev.sluice.model.Failure;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Step;
import io.micrometer.core.instrument.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what runs do, and shows in which state each target is. */
public final class TargetMeters implements Reporter {

  private final Meters meters;
  private final Map<TargetId, Shown> sync = new ConcurrentHashMap<>();
  private final Map<TargetId, Shown> health = new ConcurrentHashMap<>();

  /** A state as it is shown. */
  private record Shown(String state, Meter.Id meter) {}

  /** Counts with these. */
  public TargetMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void ran(Report report, Detail detail) {
    String environment = report.target().id().environment();
    TargetStatus.Sync state = report.sync();
    meters.count(Metric.RUNS, environment, state.word());
    report.outcome().results().forEach(result -> step(environment, result));
    report.failures().forEach(failure -> failed(environment, failure));
    show(Metric.TARGET_SYNC, sync, report.target(), state.word());
    show(Metric.TARGET_HEALTH, health, report.target(), report.health().state().word());
  }

  @Override
  public void stopped(Target target, Failure failure) {
    String environment = target.id().environment();
    TargetStatus.Sync state = TargetStatus.Sync.stoppedBy(failure);
    meters.count(Metric.RUNS, environment, state.word());
    if (state == TargetStatus.Sync.FAILED) {
      failed(environment, failure);
    }
    show(Metric.TARGET_SYNC, sync, target, state.word());
  }

  /** The target is no more. */
  public void forget(TargetId target) {
    forget(sync.remove(target));
    forget(health.remove(target));
  }

  private void forget(@org.jspecify.annotations.Nullable Shown shown) {
    if (shown != null) {
      meters.leave(shown.meter());
    }
  }

  private void failed(String environment, Failure failure) {
    meters.count(Metric.FAILURES, environment, failure.reason().word());
  }

  private void step(String environment, Outcome.Result result) {
    Verdict verdict = result.step().change().verdict();
    boolean done = result.failure().isEmpty();
    meters.count(
        Metric.STEPS,
        environment,
        result.step().action(),
        verdict.word(),
        done ? "done" : result.failure().get().reason().word());
    if (isDrift(verdict)) {
      meters.count(Metric.DRIFT, environment, verdict.word());
      if (done && result.step() instanceof Step.Apply) {
        meters.count(Metric.HEALED, environment, verdict.word());
      }
    }
    if (done && result.step() instanceof Step.Delete) {
      meters.count(Metric.PRUNED, environment);
    }
  }

  private static boolean isDrift(Verdict verdict) {
    return switch (verdict) {
      case DRIFTED, OWNERSHIP_ONLY, CONTESTED, MISSING -> true;
      case SAME, CREATE, UPDATE, REPLACE, FOREIGN, EXTRA, RELEASED, ADOPT, REFUSED -> false;
    };
  }

  private void show(Metric metric, Map<TargetId, Shown> shown, Target target, String state) {
    TargetId id = target.id();
    shown.compute(
        id,
        (key, before) -> {
          if (before != null && before.state().equals(state)) {
            return before;
          }
          if (before != null) {
            meters.leave(before.meter());
          }
          return new Shown(
              state,
              meters.enter(metric, id.repository(), id.application(), id.environment(), state));
        });
  }
}
