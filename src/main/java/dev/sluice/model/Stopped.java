package dev.sluice.model;

/** A stage could not go on; carries the one failure that says why. */
public final class Stopped extends Exception {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised; Failure is a record of strings
  private final Failure failure;

  /** Stops with a failure. */
  public Stopped(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /** Stops with a failure and keeps its technical cause for the log. */
  public Stopped(Failure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
