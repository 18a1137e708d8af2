package dev.sluice.fields;

import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed.ForeignField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields that Git never mentioned and that a person should hear about: paths, never values.
 *
 * <p>A field is foreign when another manager owns it and ours has nothing there. It is named at the
 * highest place that is foreign as a whole: a container patched in by hand is one line, not twenty.
 * What controllers note on objects as a matter of course is left out, see {@link Housekeeping}.
 */
public final class ForeignFields {

  /** Containers of unrelated things: naming them as a whole would say nothing. */
  private static final Set<String> ALWAYS_OPENED =
      Set.of("metadata", "labels", "annotations", "spec", "data", "stringData", "template");

  private static final Comparator<Map.Entry<String, Owner>> ORDER =
      Comparator.<Map.Entry<String, Owner>>comparingInt(
              entry -> entry.getValue().securityRelevant() ? 0 : 1)
          .thenComparing(Map.Entry::getKey);

  private final String kind;
  private final Map<String, Owner> found = new LinkedHashMap<>();
  private final List<PathElement> steps = new ArrayList<>();

  private ForeignFields(String kind) {
    this.kind = kind;
  }

  /**
   * The foreign fields of an object, the security-relevant ones first.
   *
   * @param manager our field manager; an object that it never applied has no foreign fields, for
   *     nothing was declared to compare with
   */
  public static List<ForeignField> of(LiveObject object, String manager) {
    List<ManagedEntry> entries = ManagedEntry.of(object);
    FieldSet ours =
        entries.stream()
            .filter(entry -> entry.appliedBy(manager))
            .map(ManagedEntry::fields)
            .reduce(FieldSet.EMPTY, FieldSet::union);
    if (ours.isEmpty()) {
      return List.of();
    }
    return search(object, ours).sorted();
  }

  /** Looks for what others own and is not in a set. */
  static ForeignFields search(LiveObject object, FieldSet ours) {
    ForeignFields search = new ForeignFields(object.kind().kind());
    for (ManagedEntry entry : ManagedEntry.of(object)) {
      boolean others =
          !entry.appliedBy(Labels.FIELD_MANAGER) && !entry.appliedBy(Labels.PARKING_MANAGER);
      if (others && !ours.isEmpty()) {
        search.below("", entry.fields(), ours, entry);
      }
    }
    return search;
  }

  /**
   * Those of the fields found that a person meets with, and that only people own: where a
   * controller holds one too, nothing that we do removes it.
   */
  FieldSet removable(Predicate<ForeignField> unwelcome) {
    FieldSet removable = FieldSet.EMPTY;
    for (Map.Entry<String, Owner> entry : found.entrySet()) {
      Owner owner = entry.getValue();
      if (owner.people()
          && unwelcome.test(new ForeignField(entry.getKey(), owner.manager(), owner.since()))) {
        removable = removable.union(owner.place());
      }
    }
    return removable;
  }

  private void below(String parent, FieldSet theirs, @Nullable FieldSet ours, ManagedEntry entry) {
    List<PathElement> above = List.copyOf(steps);
    for (Map.Entry<PathElement, FieldSet> child : theirs.children().entrySet()) {
      PathElement element = child.getKey();
      steps.clear();
      steps.addAll(above);
      steps.add(element);
      String path = element.below(parent);
      FieldSet our = ours == null ? null : ours.child(element);
      boolean opened = our != null || opened(element);
      if (opened && !child.getValue().leaf()) {
        below(path, child.getValue(), our, entry);
      } else if (our == null && !housekeeping(path, child.getValue(), entry)) {
        found.merge(
            path,
            new Owner(
                entry.manager(),
                entry.time(),
                SecurityRelevance.of(kind, path),
                Interactive.is(entry.manager()),
                place(steps, child.getValue())),
            Owner::later);
      }
    }
  }

  private static boolean opened(PathElement element) {
    return element instanceof PathElement.Field(String name) && ALWAYS_OPENED.contains(name);
  }

  private boolean housekeeping(String path, FieldSet fields, ManagedEntry entry) {
    if (Housekeeping.covers(kind, path, entry.manager())) {
      return true;
    }
    if (fields.children().isEmpty()) {
      return false;
    }
    // A finalizer list, say: housekeeping only if every element of it is.
    return fields.children().entrySet().stream()
        .allMatch(child -> housekeeping(child.getKey().below(path), child.getValue(), entry));
  }

  private List<ForeignField> sorted() {
    List<ForeignField> fields = new ArrayList<>(found.size());
    found.entrySet().stream()
        .sorted(ORDER)
        .forEach(entry ->
            fields.add(
                new ForeignField(
                    entry.getKey(), entry.getValue().manager(), entry.getValue().since())));
    return List.copyOf(fields);
  }

  /** Where several own the same foreign field, the last writer is named. */
  private record Owner(
      String manager, String since, boolean securityRelevant, boolean people, FieldSet place) {

    Owner later(Owner other) {
      Owner last = other.since.compareTo(since) > 0 ? other : this;
      return new Owner(
          last.manager,
          last.since,
          securityRelevant,
          people && other.people,
          place.union(other.place));
    }
  }

  private static FieldSet place(List<PathElement> steps, FieldSet fields) {
    // As a whole, so that what the server filled in below it goes with it.
    FieldSet place = new FieldSet(true, fields.children());
    for (PathElement step : steps.reversed()) {
      place = new FieldSet(false, Map.of(step, place));
    }
    return place;
  }
}
