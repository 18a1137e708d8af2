package dev.sluice.fields;

import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;

/**
 * What of an object is ours.
 *
 * @param applied what we declared
 * @param parked what we keep alive for others
 */
record Ours(FieldSet applied, FieldSet parked) {

  static Ours of(LiveObject object) {
    FieldSet applied = FieldSet.EMPTY;
    FieldSet parked = FieldSet.EMPTY;
    for (ManagedEntry entry : ManagedEntry.of(object)) {
      if (entry.appliedBy(Labels.FIELD_MANAGER)) {
        applied = applied.union(entry.fields());
      } else if (entry.appliedBy(Labels.PARKING_MANAGER)) {
        parked = parked.union(entry.fields());
      }
    }
    return new Ours(applied, parked);
  }
}
