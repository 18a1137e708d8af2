package dev.sluice.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * The control plane could not be brought up or driven. The message is written for the person at the
 * terminal: what happened and what to do next.
 */
public final class ControlPlaneFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlPlaneFailed(String message) {
    super(message);
  }

  public ControlPlaneFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
