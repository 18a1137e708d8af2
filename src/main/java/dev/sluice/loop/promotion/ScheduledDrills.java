package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Target;
import dev.sluice.promote.dr.DrDecision;
import dev.sluice.promote.dr.DrFacts;
import java.util.List;
import java.util.Optional;

/**
 * What the schedules of standbys ask for, and what comes of it.
 *
 * @param behind which standbys are late
 * @param overdue which were not tried in time
 */
record ScheduledDrills(Behind behind, Overdue overdue) {

  /**
   * What the next drill of a standby is decided from; empty where it has no schedule.
   *
   * @param targets its applications
   */
  Optional<DrFacts.Scheduled> of(Environment standby, List<Target> targets) {
    return standby
        .drill()
        .map(drill ->
            new DrFacts.Scheduled(
                drill,
                targets.stream()
                    .flatMap(target -> behind.unready(target.id()).stream())
                    .findFirst()
                    .map(Failure::message)));
  }

  /** Takes in a decision, and tells whether something else is to be said about the standby. */
  boolean decided(String repository, Environment standby, DrDecision decision) {
    return overdue.found(repository, standby, decision.overdue());
  }
}
