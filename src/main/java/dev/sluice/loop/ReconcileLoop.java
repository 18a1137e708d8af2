package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.report.Report;
import dev.sluice.report.Reporter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The shell around the story: runs a target, tells how it went, and decides when to look again. */
public final class ReconcileLoop implements TargetQueue.Runner {

  private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);

  /** For what was held back just before its pause was over. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What is waited for comes by event; this is for the event that got lost. */
  private static final Duration WAITING_CHECK = Duration.ofSeconds(20);

  private final Targets targets;
  private final Reconciler reconciler;
  private final Reporter reporter;
  private final Dependencies dependencies;
  private final HealBudget healing;
  private final BackOff backOff;
  private final Requeue requeue;
  private final Duration resyncInterval;

  /** A loop that asks for its next runs through {@code requeue}. */
  public ReconcileLoop(
      Targets targets,
      Reconciler reconciler,
      Reporter reporter,
      Dependencies dependencies,
      HealBudget healing,
      BackOff backOff,
      Requeue requeue,
      Duration resyncInterval) {
    this.targets = targets;
    this.reconciler = reconciler;
    this.reporter = reporter;
    this.dependencies = dependencies;
    this.healing = healing;
    this.backOff = backOff;
    this.requeue = requeue;
    this.resyncInterval = resyncInterval;
  }

  @Override
  public void run(TargetId id, Set<Trigger> why) {
    Optional<Target> target = targets.find(id);
    if (target.isPresent()) {
      try (LogContext named = LogContext.of(id)) {
        run(target.get(), why);
      }
    }
  }

  private void run(Target target, Set<Trigger> why) {
    TargetId id = target.id();
    LOG.debugf("%s: run because of %s", id, why);
    try {
      Report report = reconciler.run(target);
      if (!report.plan().isEmpty()) {
        LOG.infof("%s at %s: %s", id, report.revision().abbreviated(), report.summary());
      }
      tell(() -> reporter.ran(report, detail(why)), id);
      dependencies.ran(report);
      next(report);
    } catch (Stopped stopped) {
      stopped(target, stopped.failure());
    } catch (RuntimeException fault) {
      LOG.errorf(fault, "%s: fault in Sluice", id);
      stopped(target, internal(fault));
    }
  }

  /** Whoever asks waits for the commit; the others hear of it with the next look of routine. */
  private static Reporter.Detail detail(Set<Trigger> why) {
    return why.contains(Trigger.SYNC_REQUESTED) || why.contains(Trigger.RESYNC)
        ? Reporter.Detail.OBSERVED_REVISION
        : Reporter.Detail.CHANGES;
  }

  private void stopped(Target target, Failure failure) {
    dependencies.stopped(target.id());
    tell(() -> reporter.stopped(target, failure), target.id());
    requeue.after(target.id(), Trigger.RETRY, backOff.failed(target.id()));
  }

  private void next(Report report) {
    TargetId id = report.target().id();
    Optional<Duration> contested = healing.nextAllowed(id);
    if (report.failures().stream().anyMatch(failure -> failure.reason() != Reason.CONTESTED)) {
      requeue.after(id, Trigger.RETRY, backOff.failed(id));
      return;
    }
    backOff.succeeded(id);
    if (contested.isPresent() || !report.failures().isEmpty()) {
      requeue.after(id, Trigger.RETRY, contested.orElse(SOON));
    } else if (report.outcome().waiting().isPresent()) {
      requeue.after(id, Trigger.RESYNC, WAITING_CHECK);
    } else {
      requeue.after(id, Trigger.RESYNC, resyncInterval);
    }
  }

  /** A status that cannot be written must not stop the reconciliation it tells of. */
  private static void tell(Telling telling, TargetId id) {
    try {
      telling.tell();
    } catch (Stopped stopped) {
      LOG.warnf("%s: status not written: %s", id, stopped.failure());
    }
  }

  private static Failure internal(RuntimeException fault) {
    return Failure.of(
        Reason.INTERNAL,
        fault.getClass().getSimpleName() + " in Sluice itself",
        "Nothing more of this target was changed; the daemon's log has the stack trace.");
  }

  /** Asks for another run later. */
  @FunctionalInterface
  public interface Requeue {

    /** Runs the target after a pause, unless something asks sooner. */
    void after(TargetId target, Trigger trigger, Duration pause);
  }

  @FunctionalInterface
  private interface Telling {
    void tell() throws Stopped;
  }
}
