package dev.sluice.kube;

import dev.sluice.model.Inventory;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;

/**
 * Keeps inventories in the daemon's cluster, in chunks, so that one changed object does not rewrite
 * everything. One writer per target; a concurrent writer is a {@code StateConflict}.
 */
public interface InventoryStore {

  /** The inventory as last saved; empty when there is none. Read once, then from memory. */
  Inventory load(TargetId target) throws Stopped;

  /** Writes the chunks that differ from what is stored; writes nothing when none does. */
  void save(Inventory inventory) throws Stopped;
}
