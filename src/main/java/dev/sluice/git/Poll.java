package dev.sluice.git;

import dev.sluice.model.Failure;
import java.util.List;
import java.util.SortedMap;

/**
 * What one poll found.
 *
 * @param moved what is followed and now leads to another commit, by the name it is followed by
 * @param notices branches that have gone and histories that were rewritten since the last poll
 */
public record Poll(SortedMap<String, Move> moved, List<Failure> notices) {

  /** Copies what could change. */
  public Poll {
    notices = List.copyOf(notices);
  }

  /**
   * From one commit to another.
   *
   * @param from full id of the commit before; empty when nothing was known
   * @param to full id of the commit now
   */
  public record Move(String from, String to) {}
}
