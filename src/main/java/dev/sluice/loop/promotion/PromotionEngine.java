package dev.sluice.loop.promotion;

import dev.sluice.loop.ReconcileLoop;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.report.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Moves revisions from environment to environment: gathers the facts about a target, has the state
 * machine decide, and carries the decision out in its order. One thread decides; whatever happens
 * outside only puts a target on its agenda. What is to be written to one ledger is written as one
 * commit.
 */
public final class PromotionEngine implements ReconcileLoop.RunListener, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PromotionEngine.class);

  /** Where something outside does not answer, it is tried again after this. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Pipelines pipelines;
  private final Offers offers;
  private final Behind behind;
  private final Runs runs;
  private final Progress progress;
  private final EnvironmentRound round;
  private final Agenda agenda;
  private final Concerned concerned;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  /** One environment of one repository. */
  private record Place(String repository, String environment) {}

  /**
   * An engine that has not started.
   *
   * @param agenda what the round and everybody else put on it
   */
  PromotionEngine(
      Pipelines pipelines,
      Offers offers,
      Behind behind,
      Runs runs,
      Progress progress,
      EnvironmentRound round,
      Agenda agenda,
      Concerned concerned,
      InstantSource clock) {
    this.pipelines = pipelines;
    this.offers = offers;
    this.behind = behind;
    this.runs = runs;
    this.progress = progress;
    this.round = round;
    this.agenda = agenda;
    this.concerned = concerned;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("promotion").unstarted(this::decideForever);
  }

  /** Starts to decide; returns at once. */
  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    agenda.close();
    // Whatever waits for a host may take the interrupt for its own and go on: the flag counts.
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something about a target is new: a person spoke, a gate's event came. */
  public void touched(TargetId target) {
    concerned.touched(target);
  }

  /** Something about a whole environment is new: its ledger moved, a person asked. */
  public void touched(String repository, String environment) {
    concerned.touched(repository, environment);
  }

  /** A branch of a repository moved, or its environments are declared otherwise. */
  public void touched(String repository) {
    concerned.touched(repository);
  }

  /** Something is new that could concern anything. */
  public void touched() {
    concerned.touched();
  }

  /** The resource of a promotion was deleted by hand. */
  public void deleted(TargetId target, String id) {
    progress.forget(target, id);
    touched(target);
  }

  @Override
  public void ran(Report report) {
    if (runs.ran(report, behind.broken(report.target().id()))) {
      touched(report.target().id());
      // What changes nothing here counts as verified here only while all is well.
      concerned.followersOf(report.target().id());
    }
  }

  @Override
  public void stopped(Target target, Failure failure) {
    if (runs.stopped(target.id(), failure)) {
      touched(target.id());
    }
  }

  /** A target is no more. */
  public void gone(TargetId target) {
    agenda.clear(target);
    offers.forget(target);
    behind.forget(target);
  }

  private void decideForever() {
    try {
      while (!closed) {
        decide(agenda.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** One round: everything that is due, one ledger commit for each environment. */
  void decide(Set<TargetId> due) {
    Map<Place, List<TargetId>> places = new LinkedHashMap<>();
    due.forEach(id ->
        places
            .computeIfAbsent(
                new Place(id.repository(), id.environment()), place -> new ArrayList<>())
            .add(id));
    places.forEach((place, here) -> {
      try {
        decide(place, here);
      } catch (Stopped stopped) {
        LOG.warnf(
            "%s of %s: promotion waits: %s",
            place.environment(), place.repository(), stopped.failure());
        here.forEach(this::again);
      } catch (RuntimeException fault) {
        LOG.errorf(fault, "%s of %s: fault in Sluice", place.environment(), place.repository());
        here.forEach(this::again);
      }
    });
  }

  private void decide(Place place, List<TargetId> here) throws Stopped {
    Optional<Pipelines.Member> member = pipelines.find(place.repository(), place.environment());
    // One that is not read yet, or not declared any more: its targets say so themselves.
    if (member.isPresent() && member.get().environment().driver() == Target.Driver.LEDGER) {
      round.decide(place.repository(), member.get(), here);
    }
  }

  private void again(TargetId target) {
    agenda.at(target, clock.instant().plus(PAUSE));
  }
}
