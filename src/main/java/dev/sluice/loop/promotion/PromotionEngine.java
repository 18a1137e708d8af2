package dev.sluice.loop.promotion;

import dev.sluice.loop.ReconcileLoop;
import dev.sluice.loop.Targets;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.EnvironmentRequests;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.report.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Gates that ask for more gates are followed this far in one go. */
  private static final int ROUNDS = 4;

  /** On the agenda, the application of what concerns a whole environment. */
  private static final String ALL = "";

  private final Pipelines pipelines;
  private final Targets targets;
  private final Ledgers ledgers;
  private final Offers offers;
  private final Runs runs;
  private final Progress progress;
  private final People people;
  private final FactFinder finder;
  private final Function<Facts, Decision> machine;
  private final Consumer<TargetId> run;
  private final InstantSource clock;
  private final Agenda agenda;
  private final Thread thread;
  private volatile boolean closed;

  /** One environment of one repository. */
  private record Place(String repository, String environment) {}

  /**
   * An engine that has not started.
   *
   * @param machine decides
   * @param run has a target run, because its ledger says something new; returns at once
   */
  PromotionEngine(
      Pipelines pipelines,
      Targets targets,
      Ledgers ledgers,
      Offers offers,
      Runs runs,
      Progress progress,
      People people,
      FactFinder finder,
      Function<Facts, Decision> machine,
      Consumer<TargetId> run,
      InstantSource clock) {
    this.pipelines = pipelines;
    this.targets = targets;
    this.ledgers = ledgers;
    this.offers = offers;
    this.runs = runs;
    this.progress = progress;
    this.people = people;
    this.finder = finder;
    this.machine = machine;
    this.run = run;
    this.clock = clock;
    this.agenda = new Agenda(clock);
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
    if (isPromoted(target)) {
      agenda.add(target);
    }
  }

  /** Something about a whole environment is new: its ledger moved, a person asked. */
  public void touched(String repository, String environment) {
    agenda.add(new TargetId(repository, ALL, environment));
    promoted(repository).stream()
        .map(Target::id)
        .filter(id -> id.environment().equals(environment))
        .forEach(agenda::add);
  }

  /** A branch of a repository moved, or its environments are declared otherwise. */
  public void touched(String repository) {
    pipelines.promoted(repository).forEach(environment -> touched(repository, environment.name()));
  }

  /** Something is new that could concern anything. */
  public void touched() {
    pipelines.repositories().forEach(this::touched);
  }

  /** The resource of a promotion was deleted by hand. */
  public void deleted(TargetId target, String id) {
    progress.forget(target, id);
    touched(target);
  }

  @Override
  public void ran(Report report) {
    if (runs.ran(report, offers.broken(report.target().id()))) {
      touched(report.target().id());
      // What changes nothing here counts as verified here only while all is well.
      followersOf(report.target().id()).forEach(this::touched);
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
  }

  private boolean isPromoted(TargetId id) {
    return targets.find(id).filter(one -> one.driver() == Target.Driver.LEDGER).isPresent();
  }

  private Collection<Target> promoted(String repository) {
    return targets.all().stream()
        .filter(target -> target.id().repository().equals(repository))
        .filter(target -> target.driver() == Target.Driver.LEDGER)
        .toList();
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

  private void again(TargetId target) {
    agenda.at(target, clock.instant().plus(PAUSE));
  }

  private void decide(Place place, List<TargetId> here) throws Stopped {
    Pipelines.Member member = pipelines.find(place.repository(), place.environment()).orElse(null);
    if (member == null || member.environment().driver() != Target.Driver.LEDGER) {
      return; // not read yet, or not declared any more: its targets say so themselves
    }
    Ledger ledger = ledgers.of(place.repository(), place.environment());
    LedgerState base =
        new LedgerReader(people).read(ledger, place.repository(), place.environment());
    Map<TargetId, List<Entry>> entries = new LinkedHashMap<>();
    for (TargetId id : here) {
      List<Entry> append =
          id.application().equals(ALL) ? decide(id, base) : decide(id, member, base);
      if (!append.isEmpty()) {
        entries.put(id, append);
      }
    }
    if (!entries.isEmpty()) {
      append(ledger, base, entries);
    }
  }

  private void append(Ledger ledger, LedgerState base, Map<TargetId, List<Entry>> entries)
      throws Stopped {
    List<Entry> all = entries.values().stream().flatMap(List::stream).toList();
    switch (ledger.append(base, all)) {
      case Ledger.Appended.Accepted(LedgerState now) -> entries.forEach(this::accepted);
      case Ledger.Appended.Lost(LedgerState now) -> {
        LOG.infof("The ledger moved meanwhile, to %s: deciding anew", now.tip());
        entries.keySet().forEach(agenda::add);
      }
    }
  }

  private void accepted(TargetId id, List<Entry> written) {
    written.forEach(entry -> LOG.infof("%s: ledger: %s", id, line(entry)));
    if (id.application().equals(ALL)) {
      // A freeze: whoever is frozen says so, and whoever is not any more goes on.
      touched(id.repository(), id.environment());
      promoted(id.repository()).stream()
          .map(Target::id)
          .filter(target -> target.environment().equals(id.environment()))
          .forEach(run);
    } else {
      run.accept(id);
      agenda.add(id);
      followersOf(id).forEach(agenda::add);
    }
  }

  /** What people ask of a whole environment. */
  private List<Entry> decide(TargetId all, LedgerState base) throws Stopped {
    Decision decision =
        EnvironmentRequests.decide(
            clock.instant(),
            all.environment(),
            base,
            people.requests(all.repository(), all.environment()));
    answer(decision);
    decision.recheckAt().ifPresent(when -> agenda.at(all, when));
    return decision.append();
  }

  /** Decides on one target, writes what is written before the ledger, and returns what is not. */
  private List<Entry> decide(TargetId id, Pipelines.Member member, LedgerState base)
      throws Stopped {
    Target target = targets.find(id).filter(one -> isPromoted(id)).orElse(null);
    if (target == null) {
      return List.of();
    }
    Facts facts = finder.of(target, member, base);
    Decision decision = machine.apply(facts);
    for (int round = 0; round < ROUNDS && !decision.ask().isEmpty(); round++) {
      facts = finder.asked(facts, decision);
      decision = machine.apply(facts);
    }
    for (Promotion promotion : decision.promotions()) {
      LOG.infof("%s: %s", id, line(promotion));
      if (!progress.write(promotion)) {
        LOG.infof("%s: %s was written by somebody else: deciding anew", id, promotion.id());
        agenda.add(id);
        return List.of();
      }
    }
    answer(decision);
    decision.recheckAt().ifPresentOrElse(when -> agenda.at(id, when), () -> agenda.clear(id));
    if (!decision.promotions().isEmpty() && !progress.isBusy(id)) {
      followersOf(id).forEach(agenda::add);
    }
    return decision.append();
  }

  private void answer(Decision decision) throws Stopped {
    for (Map.Entry<String, Decision.Answered> answer : decision.answered().entrySet()) {
      people.answer(answer.getKey(), answer.getValue());
    }
  }

  private List<TargetId> followersOf(TargetId id) {
    return pipelines.followersOf(id.repository(), id.environment()).stream()
        .map(follower -> new TargetId(id.repository(), id.application(), follower.name()))
        .filter(follower -> targets.find(follower).isPresent())
        .toList();
  }

  private static String line(Promotion promotion) {
    return "%s of %s is %s%s"
        .formatted(
            promotion.kind().word(),
            promotion.commit(),
            promotion.state().word(),
            promotion.message().isEmpty() ? "" : ": " + promotion.message());
  }

  private static String line(Entry entry) {
    return "%d %s%s%s"
        .formatted(
            entry.number(),
            entry.kind().word(),
            entry.commit().isEmpty() ? "" : " " + entry.commit(),
            entry.reason().isEmpty() ? "" : ": " + entry.reason());
  }
}
