package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Optional;

/** Whether a status speaks of the object as it stands, or of an older one. */
final class Generation {

  private Generation() {}

  /** Progressing while the controller has not seen the newest generation; empty once it has. */
  static Optional<Health> behind(LiveObject object) {
    long wanted = Trees.number(object.metadata(), "generation", 0);
    long seen = Trees.number(Trees.map(object.content(), "status"), "observedGeneration", 0);
    return seen < wanted
        ? Optional.of(
            States.progressing(
                "its controller has seen generation " + seen + " of " + wanted + " so far"))
        : Optional.empty();
  }

  /**
   * The same for kinds whose controllers need not report a generation. One that is no number (Argo
   * Rollouts keeps a text) is the business of the kind's own rule.
   */
  static Optional<Health> behindIfReported(LiveObject object) {
    return Trees.map(object.content(), "status").get("observedGeneration") instanceof Number
        ? behind(object)
        : Optional.empty();
  }
}
