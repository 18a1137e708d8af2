package dev.sluice.diff;

import dev.sluice.fields.FieldSet;
import dev.sluice.fields.Interactive;
import dev.sluice.fields.ManagedEntry;
import dev.sluice.fields.PathElement;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who owns the fields of a live object. */
final class FieldOwners {

  /** Somebody else before us, the last writer before earlier ones. */
  private static final Comparator<ManagedEntry> LIKELIEST =
      Comparator.comparing((ManagedEntry entry) -> !entry.appliedBy(Labels.FIELD_MANAGER))
          .thenComparing(ManagedEntry::time);

  private final List<ManagedEntry> entries;

  FieldOwners(LiveObject live) {
    this.entries = ManagedEntry.of(live);
  }

  /** What a manager applied. */
  static FieldSet applied(LiveObject object) {
    return ManagedEntry.of(object).stream()
        .filter(entry -> entry.appliedBy(Labels.FIELD_MANAGER))
        .map(ManagedEntry::fields)
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  /** What anybody owns. */
  FieldSet all() {
    return entries.stream().map(ManagedEntry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
  }

  /** The likeliest writer of the value at a place; empty when nobody owns it. */
  Optional<ManagedEntry> of(List<PathElement> steps) {
    return entries.stream().filter(entry -> owns(entry.fields(), steps)).max(LIKELIEST);
  }

  /** Somebody else who owns the value at a place; empty when nobody does. */
  Optional<ManagedEntry> otherThanUs(List<PathElement> steps) {
    return of(steps).filter(entry -> !entry.appliedBy(Labels.FIELD_MANAGER));
  }

  /** Whether those besides us who own the value at a place are people, whose share we may end. */
  boolean onlyByPeople(List<PathElement> steps) {
    return entries.stream()
        .filter(entry -> !entry.appliedBy(Labels.FIELD_MANAGER) && owns(entry.fields(), steps))
        .allMatch(entry -> Interactive.is(entry.manager()));
  }

  private static boolean owns(FieldSet fields, List<PathElement> steps) {
    FieldSet at = fields;
    for (PathElement step : steps) {
      if (at.leaf()) {
        return true; // an atomic list or map is owned as a whole
      }
      @Nullable FieldSet next = at.child(step);
      if (next == null) {
        return false;
      }
      at = next;
    }
    return !at.isEmpty();
  }
}
