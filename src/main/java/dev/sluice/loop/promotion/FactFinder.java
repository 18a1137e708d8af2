package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.machine.Company;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Offer;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Gathers what the next step of a target is decided from. */
final class FactFinder {

  private static final Logger LOG = Logger.getLogger(FactFinder.class);

  private final Offers offers;
  private final Objecting objecting;
  private final Renderings renderings;
  private final Runs runs;
  private final Progress progress;
  private final People people;
  private final Gatekeeper gates;
  private final InstantSource clock;

  /** Asks these. */
  FactFinder(
      Offers offers,
      Objecting objecting,
      Runs runs,
      Progress progress,
      People people,
      Gatekeeper gates,
      InstantSource clock) {
    this.offers = offers;
    this.objecting = objecting;
    this.renderings = new Renderings(offers);
    this.runs = runs;
    this.progress = progress;
    this.people = people;
    this.gates = gates;
    this.clock = clock;
  }

  /** What is known about a target before its gates are asked. */
  Facts of(Target target, Pipelines.Member member, LedgerState ledger) throws Stopped {
    List<Request> requests = people.requests(target.id());
    Offer offer = offers.of(target, member.environment(), ledger);
    List<Promotion> promotions = progress.of(target.id());
    Map<String, Candidate> requested = requested(target, member.environment(), requests);
    return new Facts(
        clock.instant(),
        target.id(),
        member.environment().policy(target.id().application()),
        member.commit(),
        ledger,
        promotions,
        offer,
        requested,
        runs.of(target.id()),
        // Nothing comes in while it is tried, or decided, who serves.
        Freezes.inForce(ledger, target.id().application(), clock.instant())
            .or(() -> Takeover.open(ledger).map(Takeover::beginning)),
        people.approvals(target.id()),
        requests,
        objecting.to(
            target, member.environment(), ledger, onTheirWay(promotions, offer, requested)),
        Map.of(),
        renderings.changed(target, ledger),
        Company.ALONE);
  }

  private static Set<String> onTheirWay(
      List<Promotion> promotions, Offer offer, Map<String, Candidate> requested) {
    Set<String> commits = new LinkedHashSet<>();
    promotions.stream()
        .filter(one -> !one.state().isTerminal() && !one.state().isAfterCommit())
        .forEach(one -> commits.add(one.commit()));
    if (offer instanceof Offer.Of(Candidate candidate)) {
      commits.add(candidate.commit());
    }
    requested.values().forEach(candidate -> commits.add(candidate.commit()));
    return commits;
  }

  /** The same with the answers of the gates that a decision wants to be asked. */
  Facts asked(Facts facts, Decision decision) {
    Map<String, Map<String, Facts.Answer>> evaluated = new HashMap<>(facts.evaluated());
    decision
        .ask()
        .forEach((id, names) ->
            find(id, decision, facts)
                .ifPresent(promotion -> {
                  Map<String, Facts.Answer> answers =
                      new HashMap<>(evaluated.getOrDefault(id, Map.of()));
                  answers.putAll(gates.ask(promotion, names, facts));
                  evaluated.put(id, answers);
                }));
    return facts.with(evaluated);
  }

  /** What a commit renders to for a target; empty when it cannot be rendered. */
  Optional<String> render(Target target, String commit) {
    try {
      return Optional.of(offers.compose(target, commit).digest());
    } catch (Stopped stopped) {
      LOG.infof("%s: %s: %s", target.id(), commit, stopped.failure());
      return Optional.empty();
    }
  }

  private static Optional<Promotion> find(String id, Decision decision, Facts facts) {
    return decision.promotions().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .or(() -> facts.promotions().stream().filter(one -> one.id().equals(id)).findFirst());
  }

  /** The revisions that people ask for by their commit. */
  private Map<String, Candidate> requested(
      Target target, Environment environment, List<Request> requests) {
    Map<String, Candidate> candidates = new HashMap<>();
    for (Request request : requests) {
      if (request.action() == Request.Action.PROMOTE || request.action() == Request.Action.HOTFIX) {
        try {
          candidates.put(
              request.id(),
              offers.candidate(
                  target, environment, request.commit(), "asked for by " + request.by()));
        } catch (Stopped stopped) {
          LOG.infof(
              "%s: %s asked for by %s: %s",
              target.id(), request.commit(), request.by(), stopped.failure());
        }
      }
    }
    return candidates;
  }
}
