package dev.sluice.promote.dr;

import dev.sluice.promote.machine.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What comes next for a standby. Each step is on record before anything of it is done, so whoever
 * reads the ledger goes on where it stands: the same daemon after a crash, or another one.
 */
public final class DrMachine {

  private DrMachine() {}

  /** Decides. */
  public static DrDecision decide(DrFacts facts) {
    Map<String, Decision.Answered> answered = new HashMap<>();
    DrEntries asked = DrRequests.step(facts, answered);
    Optional<Takeover> open = Takeover.open(facts.standby().ledger());
    if (!asked.done().isEmpty()) {
      return new DrDecision(List.of(), asked.done(), answered, "", Optional.empty());
    }
    DrDecision next =
        open.map(one -> new Walk(facts, one).next())
            .or(() -> facts.scheduled().map(one -> drills(facts, one).next()))
            .orElse(DrDecision.NOTHING);
    return new DrDecision(
        next.elsewhere(),
        next.append(),
        answered,
        next.waitsFor(),
        next.recheckAt(),
        next.overdue());
  }

  private static Drills drills(DrFacts facts, DrFacts.Scheduled scheduled) {
    return new Drills(
        facts, new DrillCalendar(scheduled.drill(), facts.standby().ledger().history("")));
  }
}
