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
    if (!asked.done().isEmpty() || open.isEmpty()) {
      return new DrDecision(List.of(), asked.done(), answered, "", Optional.empty());
    }
    DrDecision next = new Walk(facts, open.get()).next();
    return new DrDecision(
        next.elsewhere(), next.append(), answered, next.waitsFor(), next.recheckAt());
  }
}
