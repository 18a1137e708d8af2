package dev.sluice.live;

import dev.sluice.model.ObjectKey;
import java.util.Optional;

/**
 * What the other targets of the same installation want in the same cluster. It turns the move of an
 * object from one target to another into a hand-over instead of a deletion. Answers may cost
 * renders: it is asked only where they matter.
 */
public interface OtherTargets {

  /** Nothing is known of other targets. */
  OtherTargets NONE =
      new OtherTargets() {
        @Override
        public Optional<String> wantedBy(ObjectKey key) {
          return Optional.empty();
        }

        @Override
        public boolean givenUp(ObjectKey key, String name) {
          return false;
        }
      };

  /** Name of another target that wants the object now; empty when none is known to. */
  Optional<String> wantedBy(ObjectKey key);

  /**
   * Whether a target is known, and is known not to want the object any more.
   *
   * @param name the target's part of a {@code sluice.dev/target} label
   */
  boolean givenUp(ObjectKey key, String name);
}
