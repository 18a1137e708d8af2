package dev.sluice.loop.promotion;

import dev.sluice.model.Failure;
import dev.sluice.model.Revision;
import dev.sluice.model.promotion.Entry;

/** Which commits people may bring on their way by their id. */
@FunctionalInterface
public interface Askable {

  /**
   * Whether a commit may come as such a release.
   *
   * @param kind PROMOTE or HOTFIX
   */
  Answer of(Revision revision, Entry.Kind kind);

  /** The answer. */
  sealed interface Answer {

    /** It may. */
    record Yes() implements Answer {}

    /** It may not. */
    record No(Failure why) implements Answer {}

    /** The host is asked about it now; the engine is told when it has answered, or has not. */
    record NotYet() implements Answer {}
  }
}
