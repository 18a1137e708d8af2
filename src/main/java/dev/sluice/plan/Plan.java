package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

  /** Whether a step deletes what left Git. */
  public boolean deletes() {
    return phases.stream()
        .flatMap(phase -> phase.steps().stream())
        .anyMatch(Step.Delete.class::isInstance);
  }

  /** What of it puts things back: all there is to do while a revision may not come yet. */
  public Plan withoutRevision() {
    return only(step -> !step.bringsRevision());
  }

  /** The same, and the namespaces of these names, which hooks of the revision run in. */
  public Plan withoutRevisionBut(Set<String> namespaces) {
    return only(step -> !step.bringsRevision() || creates(step, namespaces));
  }

  /** All of it but the deletions. */
  public Plan withoutDeletions() {
    return only(step -> !(step instanceof Step.Delete));
  }

  /** The same, with every step held back that would write to the cluster. */
  public Plan held(Failure why) {
    return new Plan(
        phases.stream()
            .map(phase -> phase.with(phase.steps().stream().map(step -> held(step, why)).toList()))
            .toList(),
        unchanged);
  }

  private static Step held(Step step, Failure why) {
    return switch (step) {
      case Step.Apply apply -> new Step.Hold(apply.change(), why);
      case Step.Replace replace -> new Step.Hold(replace.change(), why);
      case Step.Delete delete -> new Step.Hold(delete.change(), why);
      case Step.Forget forget -> forget;
      case Step.Record record -> record;
      case Step.Hold hold -> hold;
    };
  }

  private Plan only(Predicate<Step> wanted) {
    return new Plan(
        phases.stream()
            .map(phase -> phase.with(phase.steps().stream().filter(wanted).toList()))
            .filter(phase -> !phase.steps().isEmpty())
            .toList(),
        unchanged);
  }

  private static boolean creates(Step step, Set<String> namespaces) {
    ObjectKey key = step.change().subject().key();
    return step instanceof Step.Apply
        && KindOrder.of(key) == KindOrder.NAMESPACES
        && namespaces.contains(key.name());
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
