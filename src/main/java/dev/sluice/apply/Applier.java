package dev.sluice.apply;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.model.Failure;
import dev.sluice.model.Inventory;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.promote.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a plan out, phase by phase.
 *
 * <p>It is re-entrant and never sleeps: where a phase has to be usable before the next may start,
 * it returns {@link Outcome.Waiting}, and the event that is waited for starts the target again. The
 * inventory is written ahead, so that a crash at any point orphans nothing.
 */
public final class Applier {

  private final InventoryStore inventories;
  private final StepRunner steps;
  private final Usability usability;
  private final WaveGate waves;

  /**
   * An applier for one cluster.
   *
   * @param parallelism the most requests of one phase at a time
   */
  public Applier(
      Cluster cluster, Observations observations, InventoryStore inventories, int parallelism) {
    this.inventories = inventories;
    this.steps = new StepRunner(cluster, observations, parallelism);
    this.usability = new Usability(observations);
    this.waves = new WaveGate(observations);
  }

  /**
   * Runs the ready part of a plan.
   *
   * @param inventory what the target had applied when the plan was made
   * @param permit proof that the gates allow this revision here
   * @throws Stopped when nothing could be done at all: the proof is for something else, or the
   *     inventory could not be written
   */
  public Outcome run(
      TargetId target, Revision revision, Inventory inventory, Plan plan, Permit permit)
      throws Stopped {
    if (!permit.allows(target, revision)) {
      throw new Stopped(
          Failure.of(
              Reason.INTERNAL,
              "the proof of the gates is not for " + target + " at " + revision.abbreviated(),
              "This is a fault in Sluice: nothing was applied; please report it."));
    }
    if (plan.isEmpty()) {
      return new Outcome(List.of(), Optional.empty());
    }
    InventoryDraft draft = new InventoryDraft(inventory);
    draft.intend(plan);
    inventories.save(draft.toInventory());
    try {
      return runPhases(plan, draft);
    } finally {
      inventories.save(draft.toInventory());
    }
  }

  /** What a target is known to have applied by now. */
  public Inventory remembered(TargetId target) throws Stopped {
    return inventories.load(target);
  }

  private Outcome runPhases(Plan plan, InventoryDraft draft) {
    List<Outcome.Result> results = new ArrayList<>();
    Optional<Outcome.Waiting> held = Optional.empty();
    for (Plan.Phase phase : plan.phases()) {
      Optional<Outcome.Waiting> waiting = usability.waitingFor(plan, phase);
      if (waiting.isPresent()) {
        return new Outcome(results, held.or(() -> waiting));
      }
      if (held.isEmpty()) {
        held = gate(plan, phase, results);
      }
      // What somebody changed by hand is put back whatever a revision waits for.
      Plan.Phase due = held.isPresent() ? phase.withoutRevision() : phase;
      results.addAll(runPhase(due, draft, failed(results).size()));
    }
    return new Outcome(results, held.or(() -> usability.deletionsOf(results)));
  }

  private Optional<Outcome.Waiting> gate(
      Plan plan, Plan.Phase phase, List<Outcome.Result> results) {
    if (phase.steps().stream().noneMatch(Step::bringsRevision)) {
      return Optional.empty();
    }
    return phase.steps().stream().anyMatch(Step.Delete.class::isInstance)
        ? waves.waitingForDeletions(plan, phase)
        : waves.waitingFor(plan, phase, failed(results));
  }

  private List<Outcome.Result> runPhase(Plan.Phase phase, InventoryDraft draft, long failedBefore) {
    List<Step> runnable = new ArrayList<>();
    List<Outcome.Result> results = new ArrayList<>();
    for (Step step : phase.steps()) {
      if (step instanceof Step.Delete && failedBefore > 0) {
        results.add(new Outcome.Result(step, Optional.of(pruneWaits(step, failedBefore))));
      } else {
        runnable.add(step);
      }
    }
    results.addAll(steps.run(runnable, draft));
    return results;
  }

  private static List<Outcome.Result> failed(List<Outcome.Result> results) {
    return results.stream().filter(Outcome.Result::failed).toList();
  }

  private static Failure pruneWaits(Step step, long failedBefore) {
    return Failure.of(
        Reason.PRUNE_BLOCKED,
        step.change().subject().key()
            + " left Git but stays: "
            + failedBefore
            + " other object(s) of this revision could not be applied",
        "Mend those first; it is pruned as soon as the rest is applied.");
  }
}
