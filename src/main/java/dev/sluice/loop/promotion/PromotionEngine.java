package dev.sluice.loop.promotion;

import dev.sluice.loop.ReconcileLoop;
import dev.sluice.loop.Targets;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Offer;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import dev.sluice.report.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final Pipelines pipelines;
  private final Targets targets;
  private final Ledgers ledgers;
  private final Offers offers;
  private final Runs runs;
  private final Progress progress;
  private final People people;
  private final Gatekeeper gates;
  private final Function<Facts, Decision> machine;
  private final Consumer<TargetId> run;
  private final InstantSource clock;
  private final Agenda agenda;
  private final Thread thread;

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
      Gatekeeper gates,
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
    this.gates = gates;
    this.machine = machine;
    this.run = run;
    this.clock = clock;
    this.agenda = new Agenda(clock);
    this.thread = Thread.ofVirtual().name("promotion").unstarted(this::decideForever);
  }

  /** Starts to decide; returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
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
    promoted(repository).stream()
        .map(Target::id)
        .filter(id -> id.environment().equals(environment))
        .forEach(agenda::add);
  }

  /** A branch of a repository moved, or its environments are declared otherwise. */
  public void touched(String repository) {
    promoted(repository).forEach(target -> agenda.add(target.id()));
  }

  @Override
  public void ran(Report report) {
    if (runs.ran(report, offers.broken(report.target().id()))) {
      touched(report.target().id());
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
      while (!Thread.currentThread().isInterrupted()) {
        decide(agenda.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** One round: everything that is due, one ledger commit for each environment. */
  void decide(Set<TargetId> due) {
    Map<List<String>, List<Target>> byEnvironment = new LinkedHashMap<>();
    for (TargetId id : due) {
      targets
          .find(id)
          .filter(one -> one.driver() == Target.Driver.LEDGER)
          .ifPresent(target ->
              byEnvironment
                  .computeIfAbsent(
                      List.of(id.repository(), id.environment()), key -> new ArrayList<>())
                  .add(target));
    }
    byEnvironment.forEach((place, here) -> {
      try {
        decide(place.getFirst(), place.getLast(), here);
      } catch (Stopped stopped) {
        LOG.warnf("%s in %s: promotion waits: %s", place.getLast(), place.getFirst(), stopped);
        here.forEach(this::again);
      } catch (RuntimeException fault) {
        LOG.errorf(fault, "%s in %s: fault in Sluice", place.getLast(), place.getFirst());
        here.forEach(this::again);
      }
    });
  }

  private void again(Target target) {
    agenda.at(target.id(), clock.instant().plus(PAUSE));
  }

  private void decide(String repository, String name, List<Target> here) throws Stopped {
    Pipelines.Member member = pipelines.find(repository, name).orElse(null);
    if (member == null) {
      return; // not read yet, or not declared any more: its targets say so themselves
    }
    Ledger ledger = ledgers.of(repository, name);
    LedgerState base = ledger.read();
    Map<Target, List<Entry>> entries = new LinkedHashMap<>();
    for (Target target : here) {
      List<Entry> append = decide(target, member, base);
      if (!append.isEmpty()) {
        entries.put(target, append);
      }
    }
    if (!entries.isEmpty()) {
      append(ledger, base, entries);
    }
  }

  private void append(Ledger ledger, LedgerState base, Map<Target, List<Entry>> entries)
      throws Stopped {
    List<Entry> all = entries.values().stream().flatMap(List::stream).toList();
    switch (ledger.append(base, all)) {
      case Ledger.Appended.Accepted(LedgerState now) ->
          entries.forEach((target, written) -> {
            written.forEach(entry -> LOG.infof("%s: %s", target.id(), line(entry)));
            run.accept(target.id());
            agenda.add(target.id());
            followersOf(target.id()).forEach(agenda::add);
          });
      case Ledger.Appended.Lost(LedgerState now) -> {
        LOG.infof("The ledger moved meanwhile, to %s: deciding anew", now.tip());
        entries.keySet().forEach(target -> agenda.add(target.id()));
      }
    }
  }

  /** Decides on one target, writes what is written before the ledger, and returns what is not. */
  private List<Entry> decide(Target target, Pipelines.Member member, LedgerState base)
      throws Stopped {
    Facts facts = facts(target, member, base);
    Decision decision = machine.apply(facts);
    for (int round = 0; round < ROUNDS && !decision.ask().isEmpty(); round++) {
      facts = asked(facts, decision);
      decision = machine.apply(facts);
    }
    boolean quietBefore = !progress.isBusy(target.id());
    for (Promotion promotion : decision.promotions()) {
      progress.write(promotion);
      LOG.infof(
          "%s: %s %s is %s%s",
          target.id(),
          promotion.kind().word(),
          promotion.commit(),
          promotion.state().word(),
          promotion.message().isEmpty() ? "" : ": " + promotion.message());
    }
    for (Map.Entry<String, Decision.Answered> answer : decision.answered().entrySet()) {
      people.answer(answer.getKey(), answer.getValue());
    }
    decision
        .recheckAt()
        .ifPresentOrElse(when -> agenda.at(target.id(), when), () -> agenda.clear(target.id()));
    if (quietBefore && !progress.isBusy(target.id()) || !decision.promotions().isEmpty()) {
      followersOf(target.id()).forEach(id -> tell(id, target.id()));
    }
    return decision.append();
  }

  /** Those who follow look again when there may be something new for them. */
  private void tell(TargetId follower, TargetId of) {
    if (!progress.isBusy(of)) {
      agenda.add(follower);
    }
  }

  private Facts asked(Facts facts, Decision decision) {
    Map<String, Map<String, Facts.Answer>> evaluated = new HashMap<>(facts.evaluated());
    decision
        .ask()
        .forEach((id, names) ->
            decision.promotions().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .or(() ->
                    facts.promotions().stream().filter(one -> one.id().equals(id)).findFirst())
                .ifPresent(promotion -> {
                  Map<String, Facts.Answer> answers =
                      new HashMap<>(evaluated.getOrDefault(id, Map.of()));
                  answers.putAll(gates.ask(promotion, names, facts));
                  evaluated.put(id, answers);
                }));
    return new Facts(
        facts.now(),
        facts.target(),
        facts.policy(),
        facts.policyCommit(),
        facts.ledger(),
        facts.promotions(),
        facts.offer(),
        facts.requested(),
        facts.running(),
        facts.freeze(),
        facts.approvals(),
        facts.requests(),
        evaluated);
  }

  private Facts facts(Target target, Pipelines.Member member, LedgerState base) {
    Environment environment = member.environment();
    List<Request> requests = people.requests(target.id());
    Optional<Failure> before = offers.broken(target.id());
    Offer offer = offers.of(target, environment, base);
    if (!offers.broken(target.id()).equals(before)) {
      run.accept(target.id()); // its status tells of it
    }
    return new Facts(
        clock.instant(),
        target.id(),
        environment.promotion(),
        member.commit(),
        base,
        progress.of(target.id()),
        offer,
        requested(target, requests),
        runs.of(target.id()),
        Freezes.inForce(base, target.id().application(), clock.instant()),
        people.approvals(target.id()),
        requests,
        Map.of());
  }

  /** The revisions that people ask for by their commit. */
  private Map<String, Candidate> requested(Target target, List<Request> requests) {
    Map<String, Candidate> candidates = new HashMap<>();
    for (Request request : requests) {
      if (request.action() == Request.Action.PROMOTE || request.action() == Request.Action.HOTFIX) {
        try {
          candidates.put(
              request.id(),
              offers.candidate(target, request.commit(), "asked for by " + request.by()));
        } catch (Stopped stopped) {
          LOG.infof(
              "%s: %s asked for by %s: %s", target.id(), request.commit(), request.by(), stopped);
        }
      }
    }
    return candidates;
  }

  private List<TargetId> followersOf(TargetId id) {
    return pipelines.followersOf(id.repository(), id.environment()).stream()
        .map(follower -> new TargetId(id.repository(), id.application(), follower.name()))
        .filter(follower -> targets.find(follower).isPresent())
        .toList();
  }

  private static String line(Entry entry) {
    return "%s %d%s%s"
        .formatted(
            entry.kind().word(),
            entry.number(),
            entry.commit().isEmpty() ? "" : " at " + entry.commit(),
            entry.reason().isEmpty() ? "" : ": " + entry.reason());
  }
}
