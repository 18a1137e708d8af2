package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people ask of a standby: begun once, answered when it is over, or refused with the reason.
 */
final class DrRequests {

  /** By when a takeover has to be through, if nobody says another time. */
  static final Duration TIME = Duration.ofHours(1);

  private DrRequests() {}

  /** Begins what is asked for, and puts the answers to what is over there. */
  static DrEntries step(DrFacts facts, Map<String, Answered> answered) {
    Side standby = facts.standby();
    DrEntries entries = new DrEntries(standby.environment(), standby.ledger(), facts.now());
    for (Request request : facts.requests()) {
      Optional<Takeover> its = Takeover.of(request.id(), standby.ledger().history(""));
      if (its.isPresent()) {
        its.flatMap(DrRequests::answer).ifPresent(one -> answered.put(request.id(), one));
        continue;
      }
      Takeover.Kind kind = kind(request);
      Optional<String> refused =
          entries.done().isEmpty()
              ? refusal(facts, kind, request)
              : Optional.of("something else was asked for first");
      if (refused.isPresent()) {
        answered.put(request.id(), new Answered(Result.REFUSED, refused.get()));
      } else {
        begin(facts, kind, request, entries, Map.of());
      }
    }
    return entries;
  }

  /**
   * Begins it.
   *
   * @param more details of its first entry
   */
  static void begin(
      DrFacts facts,
      Takeover.Kind kind,
      Request request,
      DrEntries entries,
      Map<String, String> more) {
    Takeover.open(facts.standby().ledger())
        .ifPresent(drill ->
            entries.ends(
                drill,
                Takeover.Outcome.ABORTED,
                "",
                "gives way to a %s that %s asked for".formatted(kind.word(), request.by())));
    Map<String, String> details = new HashMap<>(more);
    // Whoever reads the first entry knows it before anything is done.
    new TakeoverPlan(kind, facts).warning().ifPresent(said -> details.put(Takeover.NOTE, said));
    entries.begins(kind, request, request.until().orElse(facts.now().plus(TIME)), details);
    Step first = new Course(kind, facts).steps().getFirst();
    entries.step(kind, request.id(), request.by(), first, "", Map.of());
  }

  private static Takeover.Kind kind(Request request) {
    return Takeover.Kind.of(request.action())
        .orElseThrow(
            () -> new IllegalArgumentException(request.action() + " is not about a takeover"));
  }

  private static Optional<Answered> answer(Takeover takeover) {
    return takeover
        .outcome()
        .map(outcome ->
            new Answered(
                outcome == Takeover.Outcome.VERIFIED ? Result.DONE : Result.REFUSED,
                takeover.last().reason()));
  }

  /** Why it cannot begin now; empty when it can. */
  static Optional<String> refusal(DrFacts facts, Takeover.Kind kind, Request request) {
    Side standby = facts.standby();
    if (facts.original().isEmpty()) {
      return Optional.of(
          standby.environment()
              + " is no standby: it has to follow one environment with verified: true");
    }
    Optional<Takeover> open = Takeover.open(standby.ledger());
    if (open.isPresent() && !(open.get().kind() == Takeover.Kind.DRILL && isUrgent(kind))) {
      return Optional.of(
          "a %s that %s asked for is under way, at the step %s"
              .formatted(
                  open.get().kind().word(), open.get().beginning().by(), open.get().step().word()));
    }
    if (Freezes.inForce(standby.ledger(), "", facts.now())
        .filter(Freezes::stopsWrites)
        .isPresent()) {
      return Optional.of(
          "%s is frozen at level 2: nothing can be written there; `sluice unfreeze` ends that"
              .formatted(standby.environment()));
    }
    if (standby.members().isEmpty()) {
      return Optional.of("nothing was released to %s yet".formatted(standby.environment()));
    }
    Instant end = request.until().orElse(Instant.MAX);
    if (!end.isAfter(facts.now())) {
      return Optional.of("it would have to be through by " + end);
    }
    return wrongRole(facts, kind, open);
  }

  private static boolean isUrgent(Takeover.Kind kind) {
    return kind == Takeover.Kind.FAILOVER;
  }

  private static Optional<String> wrongRole(
      DrFacts facts, Takeover.Kind kind, Optional<Takeover> drill) {
    String standby = facts.standby().environment();
    Role role = facts.standby().role();
    boolean failed =
        Takeover.newest(facts.standby().ledger())
            .filter(last -> last.kind() == kind)
            .flatMap(Takeover::outcome)
            .filter(Takeover.Outcome.FAILED::equals)
            .isPresent();
    return switch (kind) {
      case DRILL ->
          role == Role.ACTIVE
              ? Optional.of(standby + " serves: there is nothing to try")
              : Optional.empty();
      case FAILOVER ->
          role == Role.ACTIVE && !failed && drill.isEmpty()
              ? Optional.of(standby + " serves already")
              : Optional.empty();
      case FAILBACK ->
          role == Role.STANDBY && !failed
              ? Optional.of(standby + " stands by already: there is nothing to take back")
              : Optional.empty();
    };
  }
}
