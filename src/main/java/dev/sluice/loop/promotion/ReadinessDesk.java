package dev.sluice.loop.promotion;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStatus.Standby.State;
import dev.sluice.model.DurationText;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.readiness.Lack;
import dev.sluice.promote.dr.readiness.Readiness;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.promote.dr.readiness.StandingBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Whether standbys could take over. Their clusters are looked at when something new has come there
 * and when an interval is over, and never besides: what nobody touches costs no request.
 * Thread-safe.
 */
final class ReadinessDesk {

  private static final Logger LOG = Logger.getLogger(ReadinessDesk.class);

  /** Where a look came to nothing, there is another one after this. */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private static final int AT_A_TIME = 4;
  private static final int NAMED = 5;

  private final Standbys standbys;
  private final Consumer<TargetId> touched;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final Map<TargetId, Looked> looked = new ConcurrentHashMap<>();
  private final Map<TargetId, Judged> judged = new ConcurrentHashMap<>();

  /** What was looked at: with anything else it is looked at anew. */
  record Subject(Target target, String commit, String digest) {}

  private record Looked(Subject subject, Instant next, Optional<StandbyEvidence> found) {}

  private record Judged(Optional<TargetStatus.Standby> standby, Optional<Failure> failure) {}

  /**
   * Judges with these.
   *
   * @param touched hears of targets whose look is over
   */
  ReadinessDesk(Standbys standbys, Consumer<TargetId> touched, InstantSource clock) {
    this.standbys = standbys;
    this.touched = touched;
    this.clock = clock;
  }

  /** Why a target could not take over, where somebody has to mend that. */
  Optional<Failure> failure(TargetId target) {
    return Optional.ofNullable(judged.get(target)).flatMap(Judged::failure);
  }

  /** Whether it could take over; empty while nothing is known of it. */
  Optional<TargetStatus.Standby> of(TargetId target) {
    return Optional.ofNullable(judged.get(target)).flatMap(Judged::standby);
  }

  /**
   * Judges anew, and begins to look where that is due; returns at once.
   *
   * @return when it is due next; empty while that is up to something else
   */
  Optional<Instant> judge(Environment environment, Subject subject, StandingBy standing) {
    TargetId target = subject.target().id();
    // What was found about something else tells nothing of this.
    Optional<Looked> before =
        Optional.ofNullable(looked.get(target)).filter(one -> one.subject().equals(subject));
    boolean due = before.filter(one -> clock.instant().isBefore(one.next())).isEmpty();
    Optional<Looked> last =
        standing.applied() && due
            ? Optional.of(begin(subject, before.flatMap(Looked::found)))
            : before;
    Optional<StandbyEvidence> found = last.flatMap(Looked::found);
    Readiness readiness = Readiness.of(standing, found);
    judged.put(
        target, new Judged(standby(readiness), failure(environment, subject.target(), readiness)));
    standbys.listener().judged(target, readiness);
    return last.map(Looked::next);
  }

  /** It serves, or stands by for nothing: whether it could take over is no question. */
  void rest(TargetId target) {
    looked.remove(target);
    judged.put(target, new Judged(Optional.of(TargetStatus.Standby.NONE), Optional.empty()));
  }

  /** It is no more. */
  void forget(TargetId target) {
    looked.remove(target);
    judged.remove(target);
  }

  private static Optional<TargetStatus.Standby> standby(Readiness readiness) {
    if (readiness.isOpen()) {
      return Optional.empty();
    }
    return Optional.of(
        readiness.ready()
            ? new TargetStatus.Standby(State.READY, "")
            : new TargetStatus.Standby(
                State.NOT_READY, readiness.behind().orElseGet(readiness::text)));
  }

  private Looked begin(Subject subject, Optional<StandbyEvidence> before) {
    TargetId target = subject.target().id();
    Looked begun = new Looked(subject, clock.instant().plus(standbys.interval()), before);
    looked.put(target, begun);
    Thread.ofVirtual().name("readiness " + target).start(() -> look(begun));
    return begun;
  }

  private void look(Looked begun) {
    TargetId target = begun.subject().target().id();
    try {
      places.acquire();
      try {
        StandbyEvidence evidence = standbys.look().at(begun.subject().target());
        looked.replace(
            target, begun, new Looked(begun.subject(), begun.next(), Optional.of(evidence)));
      } finally {
        places.release();
      }
    } catch (Stopped stopped) {
      LOG.warnf("%s: whether it could take over is not known: %s", target, stopped.failure());
      boolean away = stopped.failure().reason() == Reason.CLUSTER_UNREACHABLE;
      // That a cluster is away is told by the run of the target; what was found there still counts.
      again(begun, away ? begun.found() : Optional.of(StandbyEvidence.none(stopped.failure())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    } catch (RuntimeException fault) {
      LOG.errorf(fault, "%s: readiness: fault in Sluice", target);
      again(begun, begun.found());
    }
    touched.accept(target);
  }

  private void again(Looked begun, Optional<StandbyEvidence> found) {
    Instant soon = clock.instant().plus(PAUSE);
    Instant next = soon.isBefore(begun.next()) ? soon : begun.next();
    looked.replace(begun.subject().target().id(), begun, new Looked(begun.subject(), next, found));
  }

  private Optional<Failure> failure(Environment environment, Target target, Readiness readiness) {
    List<Lack> lacks = readiness.lacks();
    if (lacks.isEmpty()) {
      return Optional.empty();
    }
    int more = lacks.size() - NAMED;
    return Optional.of(
        Failure.at(
            Reason.DR_NOT_READY,
            environment.origin(),
            "",
            "%s could not take over %s: %s%s"
                .formatted(
                    environment.name(),
                    target.id().application(),
                    lacks.stream().limit(NAMED).map(Lack::what).collect(Collectors.joining("; ")),
                    more > 0 ? "; and %d more".formatted(more) : ""),
            lacks.stream()
                    .limit(NAMED)
                    .map(Lack::remedy)
                    .filter(remedy -> !remedy.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(". "))
                + ". It is looked at again within %s"
                    .formatted(DurationText.of(standbys.interval()))));
  }
}
