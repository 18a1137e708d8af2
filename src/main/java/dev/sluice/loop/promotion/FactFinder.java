package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Entry;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Gathers what the next step of a target is decided from. */
final class FactFinder {

  private static final Logger LOG = Logger.getLogger(FactFinder.class);

  private final Offers offers;
  private final Askable askable;
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
      Askable askable,
      Objecting objecting,
      Runs runs,
      Progress progress,
      People people,
      Gatekeeper gates,
      InstantSource clock) {
    this.offers = offers;
    this.askable = askable;
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
    Asked asked = asked(target, member.environment(), people.requests(target.id()), ledger);
    Offer offer = offers.of(target, member.environment(), ledger);
    List<Promotion> promotions = progress.of(target.id());
    return new Facts(
        clock.instant(),
        target.id(),
        member.environment().policy(target.id().application()),
        member.commit(),
        ledger,
        promotions,
        offer,
        asked.offers(),
        runs.of(target.id()),
        // Nothing comes in while it is tried, or decided, who serves.
        Freezes.inForce(ledger, target.id().application(), clock.instant())
            .or(() -> Takeover.open(ledger).map(Takeover::beginning)),
        people.approvals(target.id()),
        asked.requests(),
        objecting.to(
            target, member.environment(), ledger, onTheirWay(promotions, offer, asked.offers())),
        Map.of(),
        renderings.changed(target, ledger),
        Company.ALONE);
  }

  private static Set<String> onTheirWay(
      List<Promotion> promotions, Offer offer, Map<String, Offer> requested) {
    Set<String> commits = new LinkedHashSet<>();
    promotions.stream()
        .filter(one -> !one.state().isTerminal() && !one.state().isAfterCommit())
        .forEach(one -> commits.add(one.commit()));
    Stream.concat(Stream.of(offer), requested.values().stream())
        .forEach(one -> {
          if (one instanceof Offer.Of(Candidate candidate)) {
            commits.add(candidate.commit());
          }
        });
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

  /**
   * What people ask for.
   *
   * @param requests those that can be decided on now
   * @param offers the revisions that they name, by id of the request
   */
  private record Asked(List<Request> requests, Map<String, Offer> offers) {}

  private Asked asked(
      Target target, Environment environment, List<Request> all, LedgerState ledger) {
    List<Request> requests = new ArrayList<>();
    Map<String, Offer> offers = new HashMap<>();
    for (Request request : all) {
      Optional<Entry.Kind> kind = kind(request);
      Optional<Offer> offer = kind.flatMap(one -> offer(target, environment, request, one, ledger));
      offer.ifPresent(one -> offers.put(request.id(), one));
      if (kind.isEmpty() || offer.isPresent()) {
        requests.add(request);
      }
    }
    return new Asked(List.copyOf(requests), offers);
  }

  private static Optional<Entry.Kind> kind(Request request) {
    return switch (request.action()) {
      case PROMOTE, VETO -> Optional.of(Entry.Kind.PROMOTE);
      case HOTFIX -> Optional.of(Entry.Kind.HOTFIX);
      // What was vetoed before it was ever on its way is known by its commit only.
      case RETRY -> request.commit().isEmpty() ? Optional.empty() : Optional.of(Entry.Kind.PROMOTE);
      case ROLLBACK,
          ABORT,
          RESUME,
          FAIL,
          PIN,
          UNPIN,
          REVOKE,
          FREEZE,
          UNFREEZE,
          ACKNOWLEDGE,
          DRILL,
          FAILOVER,
          FAILBACK ->
          Optional.empty();
    };
  }

  /** The revision that somebody names; empty while it is not known whether it may come. */
  private Optional<Offer> offer(
      Target target,
      Environment environment,
      Request request,
      Entry.Kind kind,
      LedgerState ledger) {
    Revision revision = new Revision(target.id().repository(), request.commit());
    return switch (askable.of(revision, kind)) {
      case Askable.Answer.NotYet ignored -> Optional.empty();
      case Askable.Answer.No(Failure why) -> Optional.of(new Offer.Unknown(why.toString()));
      case Askable.Answer.Yes ignored ->
          Optional.of(candidate(target, environment, request, ledger));
    };
  }

  private Offer candidate(
      Target target, Environment environment, Request request, LedgerState ledger) {
    try {
      return new Offer.Of(
          offers.candidate(
              target, environment, request.commit(), "asked for by " + request.by(), ledger));
    } catch (Stopped stopped) {
      return new Offer.Unknown(
          "it cannot come into %s: %s".formatted(environment.name(), stopped.failure()));
    }
  }
}
