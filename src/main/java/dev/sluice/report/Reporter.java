package dev.sluice.report;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.time.Duration;
import java.util.Optional;

/** Is told how each run of a target went. */
public interface Reporter {

  /**
   * A run got as far as a plan.
   *
   * @param detail whether it is told that a commit was looked at that changed nothing here
   * @throws Stopped when it could not be told; the run itself stands
   */
  void ran(Report report, Detail detail) throws Stopped;

  /**
   * The same, for those who tell how soon what failed is tried again.
   *
   * @param within the longest pause before that; empty when nothing failed
   * @throws Stopped when it could not be told; the run itself stands
   */
  default void ran(Report report, Detail detail, Optional<Duration> within) throws Stopped {
    ran(report, detail);
  }

  /**
   * A run stopped before there was a plan.
   *
   * @throws Stopped when it could not be told
   */
  void stopped(Target target, Failure failure) throws Stopped;

  /**
   * The same, for those who tell how soon it is tried again.
   *
   * @param detail whether somebody waits to be told
   * @param within the longest pause before the next try; empty when there is nothing to try
   * @throws Stopped when it could not be told
   */
  default void stopped(Target target, Failure failure, Detail detail, Optional<Duration> within)
      throws Stopped {
    stopped(target, failure);
  }

  /** How much is worth a write. */
  enum Detail {
    /**
     * What changed for this target. A commit elsewhere in the repository is nothing to tell of: it
     * would cost a write for every target there is.
     */
    CHANGES,
    /** Also which commit was looked at. */
    OBSERVED_REVISION,
    /** Somebody asked for this run and waits: also that it failed just as before. */
    ANSWER
  }
}
