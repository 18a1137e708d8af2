package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expectations of named failures. */
final class Failing {

  private Failing() {}

  /** Runs something that must stop for a reason; returns the failure for a closer look. */
  static Failure stops(Reason reason, ThrowingCallable call) {
    Stopped stopped = catchThrowableOfType(Stopped.class, call);
    assertThat(stopped).as("must stop with " + reason).isNotNull();
    assertThat(stopped.failure().reason()).as(stopped.getMessage()).isEqualTo(reason);
    return stopped.failure();
  }
}
