package dev.sluice.promote.ledger;

import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Optional;

/**
 * What was decided while the Git host was away and is not in the ledger's branch yet, for whoever
 * only looks: who has no key cannot check signatures.
 *
 * @param entries in the order in which they were decided
 * @param held why a person has to decide about them; empty when nobody has to
 */
public record Waiting(List<Entry> entries, Optional<String> held) {

  /**
   * What waits in a store beside the ledger of an environment.
   *
   * @throws Stopped when it cannot be read, or somebody edited it
   */
  public static Waiting in(LedgerStore store, String environment) throws Stopped {
    Pending pending = new PendingReading(environment, Trust.BLIND).of(store.read());
    return new Waiting(pending.entries(), pending.held());
  }
}
