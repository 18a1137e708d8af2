package dev.sluice.report;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/** Is told how each run of a target went. */
public interface Reporter {

  /**
   * A run got as far as a plan.
   *
   * @throws Stopped when it could not be told; the run itself stands
   */
  void ran(Report report) throws Stopped;

  /**
   * A run stopped before there was a plan.
   *
   * @throws Stopped when it could not be told
   */
  void stopped(Target target, Failure failure) throws Stopped;
}
