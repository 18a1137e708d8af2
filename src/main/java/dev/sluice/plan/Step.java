package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.model.Failure;

/** One thing a plan does, or deliberately does not do. */
public sealed interface Step {

  /** The verdict it follows from. */
  Change change();

  /**
   * Whether it brings the target to another revision: such a step waits for earlier waves, hooks
   * and other applications. What puts back what somebody changed by hand waits for nothing.
   */
  default boolean bringsRevision() {
    return switch (this) {
      case Apply apply -> apply.change().gitMoved();
      case Replace replace -> replace.change().gitMoved();
      case Delete ignored -> true;
      case Forget ignored -> false;
      case Record ignored -> false;
      case Hold ignored -> false;
    };
  }

  /** One word for what is done. */
  default String action() {
    return switch (this) {
      case Apply ignored -> "apply";
      case Replace ignored -> "replace";
      case Delete ignored -> "delete";
      case Forget ignored -> "forget";
      case Record ignored -> "record";
      case Hold ignored -> "hold";
    };
  }

  /** Server-side apply. */
  record Apply(Change change) implements Step {}

  /** Delete, then apply: an immutable field changes and that is allowed. */
  record Replace(Change change) implements Step {}

  /** Delete what left Git. */
  record Delete(Change change) implements Step {}

  /** Forget what left Git and is already gone, or is to be kept. */
  record Forget(Change change, String why) implements Step {}

  /**
   * In sync with a hash that moved on its own (a cluster upgrade, say): record it, write nothing.
   */
  record Record(Change change) implements Step {}

  /** A guard or a refusal holds it back. */
  record Hold(Change change, Failure failure) implements Step {}
}
