package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.dr.DrDecision;
import dev.sluice.promote.dr.DrFacts;
import dev.sluice.promote.dr.DrMachine;
import dev.sluice.promote.dr.Question;
import dev.sluice.promote.dr.Side;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Request;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Carries out drills, failovers and failbacks: gathers what is known of the two environments, has
 * it decided, and writes what belongs into the ledger of the original. What belongs into that of
 * the standby is written by whoever asks, with everything else of that environment.
 */
final class TakeoverDesk {

  private static final Logger LOG = Logger.getLogger(TakeoverDesk.class);

  private final Pipelines pipelines;
  private final Ledgers ledgers;
  private final Runs runs;
  private final TakeoverChecks checks;
  private final ScheduledDrills scheduled;
  private final Concerned concerned;
  private final Consumer<TargetId> run;
  private final InstantSource clock;
  private final Map<String, Failure> refused = new HashMap<>();

  /**
   * Takes what takeovers are decided from and carried out with.
   *
   * @param checks asks Jobs and gates
   * @param scheduled what schedules ask for
   * @param run has a target run; returns at once
   */
  TakeoverDesk(
      Pipelines pipelines,
      Ledgers ledgers,
      Runs runs,
      TakeoverChecks checks,
      ScheduledDrills scheduled,
      Concerned concerned,
      Consumer<TargetId> run,
      InstantSource clock) {
    this.pipelines = pipelines;
    this.ledgers = ledgers;
    this.runs = runs;
    this.checks = checks;
    this.scheduled = scheduled;
    this.concerned = concerned;
    this.run = run;
    this.clock = clock;
  }

  /** Whether a request is about a takeover. */
  static boolean isTakeover(Request request) {
    return Takeover.Kind.of(request.action()).isPresent();
  }

  /**
   * The next step of an environment; what is decided about the other one is done.
   *
   * @param base of its ledger
   * @param asked what people ask about takeovers
   */
  DrDecision step(
      String repository, Pipelines.Member member, LedgerState base, List<Request> asked) {
    Environment standby = member.environment();
    boolean isQuiet = asked.isEmpty() && Takeover.open(base).isEmpty();
    DrDecision decision =
        isQuiet && standby.drill().isEmpty()
            ? DrDecision.NOTHING
            : step(repository, facts(repository, standby, base, asked));
    if (scheduled.decided(repository, standby, decision)) {
      concerned.promoted(repository, standby.name()).forEach(one -> run.accept(one.id()));
    }
    return decision;
  }

  private DrDecision step(String repository, DrFacts known) {
    DrFacts facts = known;
    Optional<Question> question = Question.of(facts);
    if (question.isPresent()) {
      facts = facts.with(checks.ask(repository, question.get()));
    }
    DrDecision decision = DrMachine.decide(facts);
    if (!decision.waitsFor().isEmpty()) {
      LOG.debugf("%s: waits for: %s", facts.standby().environment(), decision.waitsFor());
    }
    if (!decision.elsewhere().isEmpty()) {
      elsewhere(repository, facts.original().orElseThrow(), decision.elsewhere());
    }
    return decision;
  }

  private DrFacts facts(
      String repository, Environment standby, LedgerState base, List<Request> asked) {
    Optional<Environment> original = original(repository, standby);
    return new DrFacts(
        clock.instant(),
        side(repository, standby, base, ""),
        original.map(one -> followed(repository, one)),
        asked,
        new DrFacts.Smoke(
            gates(repository, standby),
            original.map(one -> gates(repository, one)).orElse(List.of())),
        scheduled.of(standby, concerned.promoted(repository, standby.name())),
        List.of());
  }

  private Optional<Environment> original(String repository, Environment standby) {
    return standby.follows() instanceof Follows.Upstream follows
            && follows.mode() == Follows.Mode.MIRROR
        ? pipelines
            .find(repository, follows.environments().getFirst())
            .map(Pipelines.Member::environment)
        : Optional.empty();
  }

  private Side followed(String repository, Environment original) {
    Failure former = refused.get(repository + "/" + original.name());
    try {
      LedgerState ledger = ledgers.of(repository, original.name()).read();
      return side(repository, original, ledger, former == null ? "" : former.message());
    } catch (Stopped stopped) {
      return side(repository, original, LedgerState.EMPTY, stopped.failure().message());
    }
  }

  private Side side(
      String repository, Environment environment, LedgerState ledger, String unknown) {
    List<Side.Member> members = new ArrayList<>();
    for (Target target : concerned.promoted(repository, environment.name())) {
      if (ledger.standing(target.id().application()).current().isPresent()) {
        members.add(runs.member(target.id()));
      }
    }
    return new Side(environment.name(), environment.roles(), ledger, unknown, members);
  }

  private List<Gate> gates(String repository, Environment environment) {
    return concerned.promoted(repository, environment.name()).stream()
        .flatMap(
            target -> environment.policy(target.id().application()).gates(Gate.Phase.POST).stream())
        .toList();
  }

  private void elsewhere(String repository, Side side, List<Entry> entries) {
    String key = repository + "/" + side.environment();
    try {
      Ledger.Appended appended =
          ledgers.of(repository, side.environment()).append(side.ledger(), entries);
      refused.remove(key);
      switch (appended) {
        case Ledger.Appended.Accepted ignored -> {
          entries.forEach(
              entry -> LOG.infof("%s: ledger: %s: %s", key, entry.kind().word(), entry.reason()));
          concerned.touched(repository, side.environment());
          concerned.promoted(repository, side.environment()).forEach(one -> run.accept(one.id()));
        }
        case Ledger.Appended.Lost ignored -> LOG.infof("%s: its ledger moved meanwhile", key);
      }
    } catch (Stopped stopped) {
      refused.put(key, stopped.failure());
      LOG.warnf("%s: its ledger cannot be written: %s", key, stopped.failure());
    }
  }
}
