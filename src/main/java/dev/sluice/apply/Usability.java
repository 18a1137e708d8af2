package dev.sluice.apply;

import dev.sluice.diff.Change;
import dev.sluice.kube.Observations;
import dev.sluice.live.Subject;
import dev.sluice.model.Health;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Optional;

/** Tells whether what later phases stand on can be used yet: namespaces and CRDs. */
final class Usability {

  private final Observations observations;

  Usability(Observations observations) {
    this.observations = observations;
  }

  /** What a phase has to wait for; empty when it may start. */
  Optional<Outcome.Waiting> waitingFor(Plan plan, Plan.Phase phase) {
    for (Plan.Phase earlier : plan.phases()) {
      if (earlier == phase) {
        break;
      }
      if (earlier.readiness() == Plan.Readiness.USABLE) {
        for (Step step : earlier.steps()) {
          if (step instanceof Step.Apply && !usable(step.change())) {
            return waiting(step.change());
          }
        }
      }
    }
    if (phase.readiness() == Plan.Readiness.USABLE) {
      return Optional.empty();
    }
    return plan.unchanged().stream()
        .filter(change -> isFoundation(change.subject()) && !usable(change))
        .findFirst()
        .flatMap(this::waiting);
  }

  /** Deletions that were accepted but are still being worked off. */
  Optional<Outcome.Waiting> deletionsOf(List<Outcome.Result> results) {
    return results.stream()
        .filter(result -> result.failure().isEmpty())
        .map(Outcome.Result::step)
        .filter(step -> step instanceof Step.Delete || step instanceof Step.Replace)
        .map(step -> step.change().subject().key())
        .filter(key -> observations.find(key).isPresent())
        .findFirst()
        .map(key -> new Outcome.Waiting("the deletion of " + key));
  }

  private Optional<Outcome.Waiting> waiting(Change change) {
    return Optional.of(new Outcome.Waiting(change.subject().key() + " to become usable"));
  }

  private boolean usable(Change change) {
    return observations
        .find(change.subject().key())
        .map(observed -> observed.health().state() == Health.State.HEALTHY)
        .orElse(true);
  }

  private static boolean isFoundation(Subject subject) {
    return subject.key().kind().equals("CustomResourceDefinition")
        || (subject.key().kind().equals("Namespace") && subject.key().group().isEmpty());
  }
}
