package dev.sluice.report;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.live.ObjectState;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Tells each run in the Target resource; a run that changed nothing writes nothing. */
public final class TargetReporter implements Reporter {

  private static final TargetStatus NEVER_RAN =
      new TargetStatus(
          CommitInfo.NONE,
          "",
          "",
          TargetStatus.Sync.PROGRESSING,
          new Health(Health.State.UNKNOWN, "not run yet"),
          0,
          "",
          List.of(),
          List.of());

  private final TargetStore store;
  private final Function<Target, List<String>> remarks;
  private final Function<Target, Optional<TargetStatus.Standby>> standbys;
  private final Map<TargetId, TargetStatus> told = new ConcurrentHashMap<>();

  /** A reporter that writes to this store. */
  public TargetReporter(TargetStore store) {
    this(store, target -> List.of(), target -> Optional.empty());
  }

  /**
   * A reporter that writes to this store.
   *
   * @param remarks what people are to know of a target whatever happens to it
   * @param standbys whether a target could take over; empty where that is not known now, and what
   *     was told before stays
   */
  public TargetReporter(
      TargetStore store,
      Function<Target, List<String>> remarks,
      Function<Target, Optional<TargetStatus.Standby>> standbys) {
    this.store = store;
    this.remarks = remarks;
    this.standbys = standbys;
  }

  /** What an earlier life of the daemon told. */
  public void remember(TargetId target, TargetStatus status) {
    told.put(target, status);
  }

  @Override
  public void ran(Report report, Detail detail) throws Stopped {
    ran(report, detail, Optional.empty());
  }

  @Override
  public void stopped(Target target, Failure failure) throws Stopped {
    publish(target, stoppedBy(failure, target, List.of()), Detail.CHANGES);
  }

  @Override
  public void ran(Report report, Detail detail, Optional<Duration> within) throws Stopped {
    TargetStatus before = told.getOrDefault(report.target().id(), NEVER_RAN);
    String commit = report.revision().commit();
    boolean unchanged = report.renderDigest().equals(before.renderDigest());
    TargetStatus now =
        new TargetStatus(
            unchanged ? before.change() : report.change(),
            commit,
            report.renderDigest(),
            report.sync(),
            report.health(),
            report.objects(),
            waitingFor(report.outcome()),
            report.failures(),
            notes(report, within),
            standbys.apply(report.target()).orElse(before.standby()));
    publish(report.target(), isWorthAWrite(now, before, detail) ? now : before, detail);
  }

  @Override
  public void stopped(Target target, Failure failure, Detail detail, Optional<Duration> within)
      throws Stopped {
    publish(target, stoppedBy(failure, target, again(within)), detail);
  }

  private TargetStatus stoppedBy(Failure failure, Target target, List<String> notes) {
    TargetStatus before = told.getOrDefault(target.id(), NEVER_RAN);
    return new TargetStatus(
        before.change(),
        before.observedRevision(),
        before.renderDigest(),
        TargetStatus.Sync.stoppedBy(failure),
        before.health(),
        before.objects(),
        "",
        List.of(failure),
        notes,
        standbys.apply(target).orElse(before.standby()));
  }

  private static boolean isWorthAWrite(TargetStatus now, TargetStatus before, Detail detail) {
    return switch (detail) {
      case CHANGES -> !now.equals(observing(before, now.observedRevision()));
      case OBSERVED_REVISION, ANSWER -> true;
    };
  }

  private static TargetStatus observing(TargetStatus status, String commit) {
    return new TargetStatus(
        status.change(),
        commit,
        status.renderDigest(),
        status.sync(),
        status.health(),
        status.objects(),
        status.waitingFor(),
        status.failures(),
        status.notes(),
        status.standby());
  }

  private void publish(Target target, TargetStatus status, Detail detail) throws Stopped {
    if (detail == Detail.ANSWER && !status.failures().isEmpty()) {
      store.publishAnew(target, status);
    } else {
      store.publish(target, status);
    }
    told.put(target.id(), status);
  }

  private static String waitingFor(Outcome outcome) {
    String until =
        outcome
            .deadline()
            .map(deadline -> ", until " + deadline.truncatedTo(ChronoUnit.SECONDS))
            .orElse("");
    return outcome.waiting().map(waiting -> waiting.on() + until).orElse("");
  }

  /**
   * A bound and no time of day: it stays true, so that a try that fails as before writes nothing.
   */
  private static List<String> again(Optional<Duration> within) {
    return within
        .map(pause -> pause.toString().substring(2).toLowerCase(Locale.ROOT))
        .map(pause -> List.of("tried again within " + pause + ", at once when something changes"))
        .orElse(List.of());
  }

  private List<String> notes(Report report, Optional<Duration> within) {
    List<String> notes = new ArrayList<>(again(within));
    notes.addAll(remarks.apply(report.target()));
    notes.addAll(report.warnings());
    report.plan().unchanged().forEach(change -> foreign(change, notes));
    for (Plan.Phase phase : report.plan().phases()) {
      phase.steps().forEach(step -> foreign(step.change(), notes));
    }
    return notes;
  }

  private static void foreign(Change change, List<String> notes) {
    if (change.subject().state() instanceof ObjectState.InSync(Observed observed)) {
      for (Observed.ForeignField field : observed.foreign()) {
        if (!change.subject().tolerance().reports(field)) {
          continue;
        }
        notes.add(
            change.subject().key()
                + ": "
                + field.path()
                + " is not in Git, set by "
                + field.manager());
      }
    }
  }
}
