package dev.sluice.apply;

import dev.sluice.diff.Change;
import dev.sluice.kube.Observations;
import dev.sluice.model.Health;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.plan.Waves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens a wave once the waves before it have been applied and are healthy. What has nothing to do
 * in an earlier wave counts as well: its health may be what the last run left unfinished.
 */
final class WaveGate {

  private final Observations observations;

  WaveGate(Observations observations) {
    this.observations = observations;
  }

  /**
   * What a phase of applies has to wait for; empty when it may start.
   *
   * @param failed the steps that failed so far
   */
  Optional<Outcome.Waiting> waitingFor(Plan plan, Plan.Phase phase, List<Outcome.Result> failed) {
    List<Change> earlier = new ArrayList<>();
    for (Plan.Phase before : plan.phases()) {
      if (before == phase) {
        break;
      }
      for (Step step : before.steps()) {
        if (before.wave() < phase.wave()) {
          earlier.add(step.change());
        }
        if (before.wave() < phase.wave() && step instanceof Step.Replace) {
          return waiting(phase, step.change(), before.wave(), "to be created anew");
        }
      }
    }
    for (Outcome.Result result : failed) {
      Change change = result.step().change();
      if (Waves.of(change) < phase.wave()) {
        return waiting(phase, change, Waves.of(change), "to be applied without a failure");
      }
    }
    plan.unchanged().stream()
        .filter(change -> change.subject().desired().isPresent())
        .filter(change -> Waves.of(change) < phase.wave())
        .forEach(earlier::add);
    return earlier.stream()
        .filter(change -> !settled(change))
        .findFirst()
        .flatMap(change -> waiting(phase, change, Waves.of(change), "to be healthy"));
  }

  /** A higher wave leaves the cluster before a lower one follows. */
  Optional<Outcome.Waiting> waitingForDeletions(Plan plan, Plan.Phase phase) {
    for (Plan.Phase before : plan.phases()) {
      if (before == phase) {
        break;
      }
      for (Step step : before.steps()) {
        if (step instanceof Step.Delete
            && before.wave() > phase.wave()
            && observations.find(step.change().subject().key()).isPresent()) {
          return Optional.of(
              new Outcome.Waiting(
                  "the deletion of %s of wave %d"
                      .formatted(step.change().subject().key(), before.wave())));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Outcome.Waiting> waiting(
      Plan.Phase phase, Change change, int wave, String until) {
    String why =
        observations
            .find(change.subject().key())
            .map(observed -> observed.health())
            .filter(health -> !isSettled(health))
            .map(health -> " (" + health.state().word() + ": " + health.why() + ")")
            .orElse("");
    return Optional.of(
        new Outcome.Waiting(
            "%s of wave %d %s before wave %d%s"
                .formatted(change.subject().key(), wave, until, phase.wave(), why)));
  }

  private boolean settled(Change change) {
    return observations
        .find(change.subject().key())
        .map(observed -> isSettled(observed.health()))
        .orElse(true);
  }

  /** What a person has suspended is not going to change by being waited for. */
  private static boolean isSettled(Health health) {
    return switch (health.state()) {
      case HEALTHY, SUSPENDED -> true;
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
    };
  }
}
