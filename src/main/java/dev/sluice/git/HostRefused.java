package dev.sluice.git;

import dev.sluice.model.Failure;
import java.io.IOException;

/** Carries a named failure through JGit, whose own exceptions are texts. */
final class HostRefused extends IOException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised; Failure is a record of strings
  private final Failure failure;

  HostRefused(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** What happened. */
  Failure failure() {
    return failure;
  }
}
