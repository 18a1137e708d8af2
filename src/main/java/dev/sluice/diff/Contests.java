package dev.sluice.diff;

import dev.sluice.model.ObjectKey;
import java.util.Optional;

/** Objects that were healed so often lately that somebody must be working against Git. */
@FunctionalInterface
public interface Contests {

  /** Nothing is contested. */
  Contests NONE = key -> Optional.empty();

  /** The contest over an object; empty for one that is not contested. */
  Optional<Contest> over(ObjectKey key);

  /**
   * A second writer that keeps coming back.
   *
   * @param heals how often the object was healed inside the window of the budget
   */
  record Contest(int heals) {}
}
