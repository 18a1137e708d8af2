package dev.sluice.apply;

import dev.sluice.diff.Verdict;
import dev.sluice.model.Failure;
import dev.sluice.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a plan.
 *
 * @param results one per step that was tried or held
 * @param waiting what the rest of the plan waits for; empty when all of it ran
 * @param failures what concerns no single step: a hook that failed, a deadline that has passed
 * @param deadline until when all of it has to be applied and healthy; empty when it is, or when the
 *     deadline has passed
 */
public record Outcome(
    List<Result> results,
    Optional<Waiting> waiting,
    List<Failure> failures,
    Optional<Instant> deadline) {

  /** Nothing but what became of the steps. */
  public Outcome(List<Result> results, Optional<Waiting> waiting) {
    this(results, waiting, List.of(), Optional.empty());
  }

  /** Whether all of it ran and nothing failed; what only a guard holds back does not count. */
  public boolean complete() {
    return waiting.isEmpty() && failures.isEmpty() && results.stream().noneMatch(Result::failed);
  }

  /** The same, to be through by then. */
  public Outcome until(Instant newDeadline) {
    return new Outcome(results, waiting, failures, Optional.of(newDeadline));
  }

  /** The same; the first that it waits for is the one that is told. */
  public Outcome waitingAlso(Optional<Waiting> more) {
    return new Outcome(results, waiting.or(() -> more), failures, deadline);
  }

  /** The same with one more failure. */
  public Outcome failingAlso(Failure failure) {
    return new Outcome(
        results, waiting, Stream.concat(failures.stream(), Stream.of(failure)).toList(), deadline);
  }

  /**
   * What became of one step.
   *
   * @param step the step
   * @param failure why it failed; empty when it did what it should
   */
  public record Result(Step step, Optional<Failure> failure) {

    /**
     * Whether it was tried and failed. What a guard holds back was never tried and says nothing
     * about the revision; what the API server refused in the dry run does.
     */
    boolean failed() {
      return failure.isPresent()
          && !(step instanceof Step.Hold && step.change().verdict() != Verdict.REFUSED);
    }
  }

  /**
   * The rest of the plan is not due yet; the event it waits for starts the target again.
   *
   * @param on what it waits for, for people
   */
  public record Waiting(String on) {}
}
