package dev.sluice.apply;

import dev.sluice.model.Failure;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Optional;

/**
 * What became of a plan.
 *
 * @param results one per step that was tried or held
 * @param waiting what the rest of the plan waits for; empty when all of it ran
 */
public record Outcome(List<Result> results, Optional<Waiting> waiting) {

  /**
   * What became of one step.
   *
   * @param step the step
   * @param failure why it failed; empty when it did what it should
   */
  public record Result(Step step, Optional<Failure> failure) {}

  /**
   * The rest of the plan is not due yet; the event it waits for starts the target again.
   *
   * @param on what it waits for, for people
   */
  public record Waiting(String on) {}

  /** The same, with something more to wait for where it waits for nothing yet. */
  public Outcome waitingAlso(Optional<Waiting> more) {
    return waiting.isPresent() ? this : new Outcome(results, more);
  }
}
