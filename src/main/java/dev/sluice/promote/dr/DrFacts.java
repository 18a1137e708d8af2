package dev.sluice.promote.dr;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.machine.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the next step of a standby is decided from.
 *
 * @param now the time
 * @param standby the environment that stands by; the takeover is on record in its ledger
 * @param original the one that it follows; empty when it is no standby of exactly one
 * @param requests what people ask of it, those about takeovers alone
 * @param gates the gates that are asked after a release, by side: of the standby, of the original
 * @param scheduled the drills that nobody has to ask for; empty where there are none
 * @param checks what the Jobs and gates of the step that is under way say; see {@link Question}
 */
public record DrFacts(
    Instant now,
    Side standby,
    Optional<Side> original,
    List<Request> requests,
    Smoke gates,
    Optional<Scheduled> scheduled,
    List<Check> checks) {

  /** The same with the answers to a question. */
  public DrFacts with(List<Check> answers) {
    return new DrFacts(now, standby, original, requests, gates, scheduled, answers);
  }

  /** The gates that are asked after a release, of each side. */
  public record Smoke(List<Gate> standby, List<Gate> original) {}

  /**
   * Drills by a schedule.
   *
   * @param drill when they are due
   * @param behind why the standby does not count as ready for one, though it is well; empty when it
   *     does
   */
  public record Scheduled(DrillSchedule drill, Optional<String> behind) {}
}
