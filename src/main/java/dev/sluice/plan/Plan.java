package dev.sluice.plan;

import dev.sluice.diff.Change;
import java.util.List;

/**
 * What to do, in order.
 *
 * @param phases run one after the other; the steps of one phase have no order among themselves
 * @param unchanged the objects with nothing to do
 */
public record Plan(List<Phase> phases, List<Change> unchanged) {

  /** Whether there is nothing to do and nothing held back. */
  public boolean isEmpty() {
    return phases.isEmpty();
  }

  /** Whether a step brings the target to another revision, rather than putting something back. */
  public boolean bringsRevision() {
    return phases.stream().flatMap(phase -> phase.steps().stream()).anyMatch(Step::bringsRevision);
  }

  /** What of it puts things back: all there is to do while a revision may not come yet. */
  public Plan withoutRevision() {
    List<Phase> quiet =
        phases.stream()
            .map(Phase::withoutRevision)
            .filter(phase -> !phase.steps().isEmpty())
            .toList();
    return new Plan(quiet, unchanged);
  }

  /**
   * Steps that may run side by side.
   *
   * @param wave the wave they belong to
   * @param name for people: {@code namespaces}, {@code wave 2: workloads}, {@code prune} …
   * @param readiness what the next phase waits for
   * @param steps the steps
   */
  public record Phase(int wave, String name, Readiness readiness, List<Step> steps) {

    /** A phase of wave 0, where every object is that says nothing else. */
    public Phase(String name, Readiness readiness, List<Step> steps) {
      this(0, name, readiness, steps);
    }

    /** The same with other steps. */
    public Phase with(List<Step> newSteps) {
      return new Phase(wave, name, readiness, newSteps);
    }

    /** The same without the steps that bring a revision. */
    public Phase withoutRevision() {
      return with(steps.stream().filter(step -> !step.bringsRevision()).toList());
    }
  }

  /** What the phase after this one waits for. */
  public enum Readiness {
    /** Nothing but the end of the requests. */
    APPLIED,
    /** Its objects can be used: a CRD is served, a namespace is active. */
    USABLE
  }
}
