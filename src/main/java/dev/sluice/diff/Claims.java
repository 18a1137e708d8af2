package dev.sluice.diff;

import dev.sluice.model.ObjectKey;
import java.util.Optional;

/**
 * What the other targets of the same cluster want, as far as it is known. It turns the move of an
 * object from one target to another into a hand-over instead of a deletion.
 */
public interface Claims {

  /** Nothing is known of other targets. */
  Claims NONE =
      new Claims() {
        @Override
        public Optional<String> wantedBy(ObjectKey key) {
          return Optional.empty();
        }

        @Override
        public boolean givenUp(ObjectKey key, String targetName) {
          return false;
        }
      };

  /** Name of another target that wants the object now; empty when none is known to. */
  Optional<String> wantedBy(ObjectKey key);

  /**
   * Whether a target is known, and is known not to want the object any more.
   *
   * @param targetName value of a {@code sluice.dev/target} label
   */
  boolean givenUp(ObjectKey key, String targetName);
}
