package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.report.Report;
import dev.sluice.report.Reporter;
import java.time.Clock;
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
  private final RunListener runs;
  private final HealBudget healing;
  private final BackOff backOff;
  private final Requeue requeue;
  private final Duration resyncInterval;
  private final Clock clock;

  /** A loop that asks for its next runs through {@code requeue}. */
  public ReconcileLoop(
      Targets targets,
      Reconciler reconciler,
      Reporter reporter,
      Dependencies dependencies,
      RunListener runs,
      HealBudget healing,
      BackOff backOff,
      Requeue requeue,
      Duration resyncInterval,
      Clock clock) {
    this.clock = clock;
    this.targets = targets;
    this.reconciler = reconciler;
    this.reporter = reporter;
    this.dependencies = dependencies;
    this.runs = runs;
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
      Next next = next(report);
      tell(() -> reporter.ran(report, detail(why), next.within()), id);
      dependencies.ran(report);
      runs.ran(report);
      requeue.after(id, next.trigger(), next.pause());
    } catch (Stopped stopped) {
      stopped(target, stopped.failure(), why);
    } catch (RuntimeException fault) {
      LOG.errorf(fault, "%s: fault in Sluice", id);
      stopped(target, internal(fault), why);
    }
  }

  /** Whoever asks waits for the commit; the others hear of it with the next look of routine. */
  private static Reporter.Detail detail(Set<Trigger> why) {
    if (why.contains(Trigger.SYNC_REQUESTED)) {
      return Reporter.Detail.ANSWER;
    }
    return why.contains(Trigger.RESYNC)
        ? Reporter.Detail.OBSERVED_REVISION
        : Reporter.Detail.CHANGES;
  }

  private void stopped(Target target, Failure failure, Set<Trigger> why) {
    dependencies.stopped(target.id());
    runs.stopped(target, failure);
    Next next =
        failure.reason() == Reason.NOT_PROMOTED
            // Its first release runs it: until then there is nothing to try.
            ? new Next(Trigger.RESYNC, resyncInterval, Optional.empty())
            : new Next(Trigger.RETRY, backOff.failed(target.id()), Optional.of(BackOff.LONGEST));
    tell(() -> reporter.stopped(target, failure, detail(why), next.within()), target.id());
    requeue.after(target.id(), next.trigger(), next.pause());
  }

  private Next next(Report report) {
    TargetId id = report.target().id();
    Optional<Duration> contested = healing.nextAllowed(id);
    if (report.failures().stream().anyMatch(failure -> failure.reason() != Reason.CONTESTED)) {
      return new Next(Trigger.RETRY, backOff.failed(id), Optional.of(BackOff.LONGEST));
    }
    backOff.succeeded(id);
    if (contested.isPresent() || !report.failures().isEmpty()) {
      Optional<Duration> within =
          report.failures().isEmpty() ? Optional.empty() : Optional.of(HealBudget.CONTESTED_PAUSE);
      return new Next(Trigger.RETRY, contested.orElse(SOON), within);
    }
    Duration look = report.outcome().waiting().isPresent() ? WAITING_CHECK : resyncInterval;
    return new Next(
        Trigger.RESYNC,
        untilDeadline(report).filter(left -> left.compareTo(look) < 0).orElse(look),
        Optional.empty());
  }

  /** How long until a deadline passes, which no event tells of. */
  private Optional<Duration> untilDeadline(Report report) {
    return report
        .outcome()
        .deadline()
        .map(deadline -> Duration.between(clock.instant(), deadline).plusMillis(1))
        .map(left -> left.isNegative() ? SOON : left);
  }

  /** When to look again if nothing happens before; and, of what failed, how soon at the latest. */
  private record Next(Trigger trigger, Duration pause, Optional<Duration> within) {}

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

  /** Is told how runs end, by the thread that ran: returns at once. */
  public interface RunListener {

    /** Nobody. */
    RunListener NONE =
        new RunListener() {
          @Override
          public void ran(Report report) {}

          @Override
          public void stopped(Target target, Failure failure) {}
        };

    /** A run got as far as a plan. */
    void ran(Report report);

    /** A run stopped before there was a plan. */
    void stopped(Target target, Failure failure);
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
