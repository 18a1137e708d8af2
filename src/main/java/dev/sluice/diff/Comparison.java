package dev.sluice.diff;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.ManagedEntry;
import dev.sluice.fields.PathElement;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares an object as it is with the object as it would be, field by field. What the server keeps
 * for itself, and {@code status}, are left out.
 */
final class Comparison {

  private static final Set<String> SERVER_SET =
      Set.of(
          "managedFields",
          "resourceVersion",
          "uid",
          "generation",
          "creationTimestamp",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  /** Shown key by key even when they appear or go as a whole: so can each value be masked. */
  private static final Set<String> OPENED =
      Set.of("metadata", "labels", "annotations", "data", "stringData");

  private final FieldOwners owners;
  private final Masking masking;
  private final List<FieldChange> changes = new ArrayList<>();

  private Comparison(LiveObject live) {
    this.owners = new FieldOwners(live);
    this.masking = new Masking(live.kind());
  }

  /**
   * The fields that differ, sorted by path.
   *
   * @param live names the owners of what is there now
   */
  static List<FieldChange> between(
      LiveObject live, Map<String, Object> before, Map<String, Object> after) {
    Comparison comparison = new Comparison(live);
    comparison.compare(Place.root(comparison.owners.all()), declarable(before), declarable(after));
    return comparison.changes;
  }

  /** Without what only the server writes. */
  static Map<String, Object> declarable(Map<String, Object> content) {
    Map<String, Object> rest = new LinkedHashMap<>(content);
    rest.remove("status");
    if (rest.containsKey("metadata")) {
      Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(content, "metadata"));
      metadata.keySet().removeAll(SERVER_SET);
      rest.put("metadata", metadata);
    }
    return rest;
  }

  private void compare(Place place, @Nullable Object before, @Nullable Object after) {
    if (CanonicalJson.sameScalar(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
      maps(place, one, other);
    } else if (before instanceof List<?> one && after instanceof List<?> other) {
      lists(place, ListKeys.of(one, other, place.known()));
    } else if (before == null && after instanceof Map<?, ?> map && opened(place, map)) {
      maps(place, Map.of(), map);
    } else if (after == null && before instanceof Map<?, ?> map && opened(place, map)) {
      maps(place, map, Map.of());
    } else {
      changed(place, before, after);
    }
  }

  private static boolean opened(Place place, Map<?, ?> map) {
    return OPENED.contains(place.field()) && !map.isEmpty();
  }

  private void maps(Place place, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (Object key : keys) {
      Object one = before.get(key);
      Object other = after.get(key);
      if (!CanonicalJson.sameScalar(one, other)) {
        compare(place.below(new PathElement.Field((String) key)), one, other);
      }
    }
  }

  private void lists(Place place, ListKeys.Keyed keyed) {
    Set<PathElement> keys = new LinkedHashSet<>(keyed.before().keySet());
    keys.addAll(keyed.after().keySet());
    for (PathElement key : keys) {
      compare(place.below(key), keyed.before().get(key), keyed.after().get(key));
    }
    if (keyed.reordered()) {
      add(place, ListKeys.Keyed.order(keyed.before()), ListKeys.Keyed.order(keyed.after()));
    }
  }

  private void changed(Place place, @Nullable Object before, @Nullable Object after) {
    String was = masking.text(place, before);
    String becomes = masking.text(place, after);
    boolean maskedChange = masking.hides(place) && before != null && after != null;
    add(place, was, maskedChange ? Masking.CHANGED : becomes);
  }

  private void add(Place place, String before, String after) {
    Optional<ManagedEntry> owner = owners.of(place.steps());
    changes.add(
        new FieldChange(
            place.path(),
            before,
            after,
            owner.map(ManagedEntry::manager).orElse(""),
            owner.map(ManagedEntry::time).orElse("")));
  }
}
