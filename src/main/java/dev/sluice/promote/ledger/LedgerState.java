package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;

/**
 * A ledger at one point.
 *
 * @param tip id of that point: a commit, or the resource version of an object; empty for a ledger
 *     that nothing was ever written to
 * @param histories entries per application, newest first; those of the whole environment under the
 *     empty name
 */
public record LedgerState(String tip, Map<String, List<Entry>> histories) {

  /** Nothing was ever written. */
  public static final LedgerState EMPTY = new LedgerState("", Map.of());

  /** The entries of an application, newest first. */
  public List<Entry> history(String application) {
    return histories.getOrDefault(application, List.of());
  }

  /** What is in force for an application. */
  public Standing standing(String application) {
    List<Entry> history = history(application);
    return history instanceof History kept ? kept.standing() : Standing.of(history);
  }

  /** The number that the next entry of an application gets. */
  public long next(String application) {
    List<Entry> history = history(application);
    return history.isEmpty() ? 1 : history.getFirst().number() + 1;
  }
}
