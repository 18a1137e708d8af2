package dev.sluice.loop.promotion;

import dev.sluice.kube.TargetStatus;
import dev.sluice.loop.LogContext;
import dev.sluice.loop.Targets;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.dr.DrDecision;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.EnvironmentRequests;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.UnitMachine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One round of decisions about one environment: what is decided is written down in the order of the
 * state machine, and what belongs into the ledger becomes one commit.
 */
final class EnvironmentRound {

  private static final Logger LOG = Logger.getLogger(EnvironmentRound.class);

  /** Gates that ask for more gates are followed this far in one go. */
  private static final int ROUNDS = 4;

  private final Targets targets;
  private final Ledgers ledgers;
  private final Progress progress;
  private final People people;
  private final FactFinder finder;
  private final Behind behind;
  private final TakeoverDesk takeovers;
  private final TakeoverNews news;
  private final Function<Facts, Decision> machine;
  private final Agenda agenda;
  private final Concerned concerned;
  private final Consumer<TargetId> run;
  private final LedgerWriter writer;
  private final InstantSource clock;

  /**
   * Takes what decisions are made from and written to.
   *
   * @param news hears what has ended
   * @param machine decides
   * @param run has a target run, because its ledger says something new; returns at once
   */
  EnvironmentRound(
      Targets targets,
      Ledgers ledgers,
      Progress progress,
      People people,
      FactFinder finder,
      Behind behind,
      TakeoverDesk takeovers,
      TakeoverNews news,
      Function<Facts, Decision> machine,
      Agenda agenda,
      Concerned concerned,
      Consumer<TargetId> run,
      InstantSource clock) {
    this.targets = targets;
    this.ledgers = ledgers;
    this.progress = progress;
    this.people = people;
    this.finder = finder;
    this.behind = behind;
    this.takeovers = takeovers;
    this.news = news;
    this.machine = machine;
    this.agenda = agenda;
    this.concerned = concerned;
    this.run = run;
    this.clock = clock;
    this.writer = new LedgerWriter(agenda, concerned, run, clock);
  }

  /** Decides on what is due in an environment, and writes it to its ledger. */
  void decide(String repository, Pipelines.Member member, List<TargetId> due) throws Stopped {
    String environment = member.environment().name();
    Ledger ledger = ledgers.of(repository, environment);
    writer.settle(ledger, repository, environment);
    LedgerState base =
        new LedgerReader(people, () -> writer.moved(repository, environment))
            .read(ledger, repository, environment);
    List<Map<TargetId, List<Entry>>> groups = new ArrayList<>();
    List<List<String>> units = member.environment().promotion().units();
    List<TargetId> all = withTakeover(repository, environment, base, due);
    for (List<TargetId> together : Travelling.together(all, units, concerned::isPromoted)) {
      TargetId first = together.getFirst();
      try (LogContext named = LogContext.of(first)) {
        if (first.application().equals(Concerned.ALL)) {
          groups.add(Map.of(first, decideAll(first, member, base)));
        } else {
          groups.add(decide(together, member, base));
        }
      }
    }
    writer.append(ledger, base, groups);
  }

  /** Whatever happens to an application may be what a takeover waits for. */
  private static List<TargetId> withTakeover(
      String repository, String environment, LedgerState base, List<TargetId> due) {
    TargetId all = new TargetId(repository, Concerned.ALL, environment);
    if (due.contains(all) || Takeover.open(base).isEmpty()) {
      return due;
    }
    List<TargetId> more = new ArrayList<>(due);
    more.add(all);
    return more;
  }

  /** What people ask of a whole environment. */
  private List<Entry> decideAll(TargetId all, Pipelines.Member member, LedgerState base)
      throws Stopped {
    news.look(all.repository(), all.environment(), base);
    List<Request> requests = people.requests(all.repository(), all.environment());
    Decision decision =
        EnvironmentRequests.decide(
            clock.instant(),
            all.environment(),
            base,
            requests.stream().filter(one -> !TakeoverDesk.isTakeover(one)).toList());
    answer(decision.answered());
    if (!decision.append().isEmpty()) {
      decision.recheckAt().ifPresent(when -> agenda.at(all, when));
      return decision.append();
    }
    DrDecision next =
        takeovers.step(
            all.repository(),
            member,
            base,
            requests.stream().filter(TakeoverDesk::isTakeover).toList());
    answer(next.answered());
    Stream.of(decision.recheckAt(), next.recheckAt())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .ifPresent(when -> agenda.at(all, when));
    return next.append();
  }

  /**
   * Decides on a target, or on those that travel together, writes what is written before the
   * ledger, and returns what is not: all of it or nothing.
   */
  private Map<TargetId, List<Entry>> decide(
      List<TargetId> together, Pipelines.Member member, LedgerState base) throws Stopped {
    List<Facts> facts = new ArrayList<>();
    Map<TargetId, Instant> late = new HashMap<>();
    for (TargetId id : together) {
      Target target = targets.find(id).filter(one -> concerned.isPromoted(id)).orElse(null);
      if (target != null) {
        Optional<Failure> before = behind.broken(id);
        Optional<TargetStatus.Standby> standby = behind.standby(id);
        facts.add(finder.of(target, member, base));
        behind.look(target, member.environment(), base).ifPresent(when -> late.put(id, when));
        if (!behind.broken(id).equals(before) || !behind.standby(id).equals(standby)) {
          run.accept(id); // its status tells
        }
      }
    }
    Map<TargetId, Decision> decisions = decisions(facts);
    for (Map.Entry<TargetId, Decision> one : decisions.entrySet()) {
      if (!write(one.getKey(), one.getValue())) {
        together.forEach(agenda::add);
        return Map.of();
      }
    }
    Map<TargetId, List<Entry>> entries = new LinkedHashMap<>();
    for (Map.Entry<TargetId, Decision> one : decisions.entrySet()) {
      answer(one.getValue().answered());
      plan(one.getKey(), one.getValue(), Optional.ofNullable(late.get(one.getKey())));
      entries.put(one.getKey(), one.getValue().append());
    }
    return entries;
  }

  private Map<TargetId, Decision> decisions(List<Facts> from) {
    List<Facts> facts = from;
    Map<TargetId, Decision> decisions = machine(facts);
    for (int round = 0; round < ROUNDS && asks(decisions); round++) {
      List<Facts> asked = new ArrayList<>();
      for (Facts one : facts) {
        asked.add(finder.asked(one, Objects.requireNonNull(decisions.get(one.target()))));
      }
      facts = asked;
      decisions = machine(facts);
    }
    return decisions;
  }

  private Map<TargetId, Decision> machine(List<Facts> facts) {
    return switch (facts.size()) {
      case 0 -> Map.of();
      case 1 -> Map.of(facts.getFirst().target(), machine.apply(facts.getFirst()));
      default -> UnitMachine.decide(facts, this::render);
    };
  }

  private Optional<String> render(TargetId id, String commit) {
    return targets.find(id).flatMap(target -> finder.render(target, commit));
  }

  private static boolean asks(Map<TargetId, Decision> decisions) {
    return decisions.values().stream().anyMatch(one -> !one.ask().isEmpty());
  }

  /** Writes the promotions; false when somebody else was first. */
  private boolean write(TargetId id, Decision decision) throws Stopped {
    for (Promotion promotion : decision.promotions()) {
      try (LogContext named = LogContext.of(promotion)) {
        LOG.infof("%s: %s", id, line(promotion));
      }
      if (!progress.write(promotion)) {
        LOG.infof("%s: %s was written by somebody else: deciding anew", id, promotion.id());
        return false;
      }
    }
    return true;
  }

  private void plan(TargetId id, Decision decision, Optional<Instant> late) {
    Stream.of(decision.recheckAt(), late)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .ifPresentOrElse(when -> agenda.at(id, when), () -> agenda.clear(id));
    if (!decision.promotions().isEmpty() && !progress.isBusy(id)) {
      concerned.followersOf(id);
    }
  }

  private void answer(Map<String, Decision.Answered> answered) throws Stopped {
    for (Map.Entry<String, Decision.Answered> answer : answered.entrySet()) {
      people.answer(answer.getKey(), answer.getValue());
    }
  }

  private static String line(Promotion promotion) {
    return "%s of %s is %s%s"
        .formatted(
            promotion.kind().word(),
            promotion.commit(),
            promotion.state().word(),
            promotion.message().isEmpty() ? "" : ": " + promotion.message());
  }
}
