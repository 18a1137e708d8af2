package dev.sluice.live;

import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;

/** What is known of an object in the cluster. */
public sealed interface ObjectState {

  /** Manifest, fingerprint and foreign hash are as recorded: known without a request. */
  record InSync(Observed observed) implements ObjectState {}

  /** Nothing of this name is in the cluster. */
  record Absent(Prediction prediction) implements ObjectState {}

  /**
   * It is there.
   *
   * @param live as stored
   * @param prediction what an apply would make of it; {@code Unpredicted} for one not wanted any
   *     more
   */
  record Present(LiveObject live, Prediction prediction) implements ObjectState {}

  /** It could not be looked up: unknown kind, missing right. */
  record Unreadable(Failure failure) implements ObjectState {}
}
