package dev.sluice.live;

import dev.sluice.fields.Tolerance;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.render.DesiredObject;
import java.util.Optional;

/**
 * One object that Git wants, or that the inventory remembers, or both.
 *
 * @param key its identity, its namespace filled in
 * @param kind the kind in the version that Git names, or else the recorded one
 * @param desired as Git wants it, in its final namespace and with our label, and for an object that
 *     is there without what is left to others; empty to be pruned
 * @param recorded what was last applied; empty when never
 * @param state what the cluster has
 * @param tolerance what others may have on it
 */
public record Subject(
    ObjectKey key,
    ApiKind kind,
    Optional<DesiredObject> desired,
    Optional<Inventory.Entry> recorded,
    ObjectState state,
    Tolerance tolerance) {

  /** An object on which nothing is left to others. */
  public Subject(
      ObjectKey key,
      ApiKind kind,
      Optional<DesiredObject> desired,
      Optional<Inventory.Entry> recorded,
      ObjectState state) {
    this(key, kind, desired, recorded, state, Tolerance.NONE);
  }
}
