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

  /**
   * Steps that may run side by side.
   *
   * @param name for people: {@code namespaces}, {@code workloads}, {@code prune} …
   * @param readiness what the next phase waits for
   * @param steps the steps
   */
  public record Phase(String name, Readiness readiness, List<Step> steps) {}

  /** What the phase after this one waits for. */
  public enum Readiness {
    /** Nothing but the end of the requests. */
    APPLIED,
    /** Its objects can be used: a CRD is served, a namespace is active. */
    USABLE
  }
}
