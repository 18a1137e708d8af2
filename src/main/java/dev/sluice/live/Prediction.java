package dev.sluice.live;

import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;

/** What a server-side dry run said an apply would do. */
public sealed interface Prediction {

  /** The object as it would be stored. */
  record Predicted(LiveObject object) implements Prediction {}

  /** No dry run is possible yet, which blocks nothing: the CRD or namespace comes first, say. */
  record Unpredicted(String why) implements Prediction {}

  /** The API server would refuse. */
  record Refused(Failure failure) implements Prediction {}
}
