package dev.sluice.report;

import dev.sluice.model.Stopped;

/** Is told how long the stages of a run take. */
@FunctionalInterface
public interface StageTimer {

  /** Measures nothing. */
  StageTimer NONE = (stage, nanoseconds) -> {};

  /** A stage has ended, well or not. */
  void took(Stage stage, long nanoseconds);

  /** Does the work of a stage and tells how long it took. */
  default <T> T time(Stage stage, Work<T> work) throws Stopped {
    long started = System.nanoTime();
    try {
      return work.run();
    } finally {
      took(stage, System.nanoTime() - started);
    }
  }

  /** The stages that take time. */
  enum Stage {
    /** From the revision to rendered objects. */
    RENDER,
    /** Reading the live side: watches, reads and dry runs. */
    LIVE,
    /** Comparing and ordering. */
    PLAN,
    /** Carrying the plan out. */
    APPLY
  }

  /**
   * The work of a stage.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T run() throws Stopped;
  }
}
