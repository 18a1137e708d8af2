package dev.sluice.apply;

import dev.sluice.kube.InventoryStore;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered of a target's hooks: which of them ran for which revision, and how that ended.
 * Kept in an inventory of its own, so that a crash neither forgets nor repeats a run, and written
 * before a run begins.
 */
final class HookRuns {

  private final InventoryStore store;
  private final TargetId owner;

  HookRuns(InventoryStore store, TargetId owner) {
    this.store = store;
    this.owner = owner;
  }

  /** How far a run has come. */
  enum State {
    STARTED,
    SUCCEEDED,
    FAILED
  }

  /** How the run for a revision stands; empty when there was none. */
  Optional<State> state(ObjectKey run, String revision) throws Stopped {
    return Optional.ofNullable(all().get(run))
        .filter(entry -> entry.digest().equals(revision))
        .map(entry -> State.valueOf(entry.fingerprint()));
  }

  /** Everything that is remembered, of earlier revisions too. */
  TreeMap<ObjectKey, Inventory.Entry> all() throws Stopped {
    return new TreeMap<>(store.load(owner).entries());
  }

  void remember(ObjectKey run, String version, String revision, State state) throws Stopped {
    TreeMap<ObjectKey, Inventory.Entry> runs = all();
    runs.put(run, new Inventory.Entry(run, version, revision, state.name(), "", ""));
    store.save(new Inventory(owner, runs));
  }

  void forget(ObjectKey run) throws Stopped {
    TreeMap<ObjectKey, Inventory.Entry> runs = all();
    runs.remove(run);
    store.save(new Inventory(owner, runs));
  }
}
