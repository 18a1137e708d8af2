package dev.sluice.render;

import java.io.IOException;
import java.time.Duration;

/** A worker that gave no result. */
abstract sealed class WorkerFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private WorkerFailure(String message) {
    super(message);
  }

  private WorkerFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** It was killed because the render took too long. */
  static final class TimedOut extends WorkerFailure {
    private static final long serialVersionUID = 1L;

    TimedOut(Duration limit) {
      super("no result within " + limit.toSeconds() + " s");
    }
  }

  /** It ended, or was killed for breaking the protocol. */
  static final class Died extends WorkerFailure {
    private static final long serialVersionUID = 1L;

    /** The Go runtime gave up: out of memory or stack. */
    private static final int GAVE_UP = 2;

    private final int exitCode;

    Died(int exitCode, Throwable cause) {
      super("the worker ended with exit code " + exitCode, cause);
      this.exitCode = exitCode;
    }

    /** Whether the render itself is certainly the cause, and not somebody's kill. */
    boolean ofThisRender() {
      return exitCode == GAVE_UP;
    }

    /** The code; 128 and more is a signal. */
    int exitCode() {
      return exitCode;
    }
  }

  /** There was none to be had. */
  static final class NotStarted extends WorkerFailure {
    private static final long serialVersionUID = 1L;

    NotStarted(Exception cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }
}
