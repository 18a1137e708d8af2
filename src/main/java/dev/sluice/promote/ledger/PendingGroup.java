package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.List;

/**
 * Entries that were decided together while the ledger's own place could not be reached.
 *
 * @param base the tip of the ledger that they were decided on
 * @param size how many entries the ledger had then, those of earlier groups included
 * @param at when they were written down
 * @param entries of one application the older first
 */
record PendingGroup(String base, long size, Instant at, List<Entry> entries) {

  PendingGroup {
    entries = List.copyOf(entries);
  }

  /** How many entries a ledger has, of all applications together. */
  static long size(LedgerState ledger) {
    return ledger.histories().values().stream().mapToLong(List::size).sum();
  }

  /** Whether a ledger has all of these. */
  boolean isIn(LedgerState ledger) {
    return entries.stream()
        .allMatch(entry ->
            ledger.history(entry.application()).stream()
                .takeWhile(one -> one.number() >= entry.number())
                .anyMatch(entry::equals));
  }
}
