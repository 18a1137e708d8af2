package dev.sluice.fields;

import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to change in who owns what, because no apply can say it. No value changes by it; it is
 * followed by the apply that makes use of it.
 *
 * @param left ours, and from now on left to others: where nobody else holds the value, it is parked
 *     under a manager of its own, for an apply without it would delete it
 * @param back parked before and left to others no more: ours again
 * @param taken set by hand and to be removed: made ours, so that the apply without it removes it
 * @param declared what the apply declares: of it, and of what it drops, the interactive managers
 *     lose their share, which would keep a field alive that leaves Git
 */
public record Amendment(FieldSet left, FieldSet back, FieldSet taken, FieldSet declared) {

  /** Nothing has to change. */
  public static final Amendment NONE =
      new Amendment(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

  /**
   * The JSON merge patch, guarded by the version that was seen; empty when nothing has to change.
   */
  public Optional<Map<String, Object>> patch(LiveObject live) {
    List<Map<String, Object>> before = live.managedFields();
    List<Map<String, Object>> after = managedFields(live, before);
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(
            Map.of(
                "metadata",
                Map.of("resourceVersion", live.resourceVersion(), "managedFields", after)));
  }

  /** Whether the object has to be written for the sake of who owns what. */
  public boolean isDue() {
    return !left.isEmpty() || !taken.isEmpty();
  }

  /** The paths that are left to others from now on, for people. */
  public List<String> leftPaths() {
    List<String> paths = new ArrayList<>();
    collect("", left.tops(), paths);
    return paths;
  }

  /**
   * What the apply comes to after the amendment, from what a dry run predicts without it: fields
   * that only people hold go with our share.
   */
  public Map<String, Object> applied(LiveObject live, Map<String, Object> predicted) {
    FieldSet freed = going(live).minus(held(live)).union(taken);
    return freed.isEmpty() ? predicted : ManagerOmission.without(predicted, freed.tops());
  }

  private static void collect(String at, FieldSet set, List<String> paths) {
    set.children()
        .forEach((element, below) -> {
          String path = element.below(at);
          if (below.member()) {
            paths.add(path);
          } else {
            collect(path, below, paths);
          }
        });
  }

  private FieldSet going(LiveObject live) {
    return Ours.of(live).applied().minus(left).goneFrom(declared);
  }

  /** What controllers and other tools own. */
  private static FieldSet held(LiveObject live) {
    return ManagedEntry.of(live).stream()
        .filter(entry ->
            !entry.appliedBy(Labels.FIELD_MANAGER)
                && !entry.appliedBy(Labels.PARKING_MANAGER)
                && !Interactive.is(entry.manager()))
        .map(ManagedEntry::fields)
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  private List<Map<String, Object>> managedFields(
      LiveObject live, List<Map<String, Object>> before) {
    Ours ours = Ours.of(live);
    FieldSet going = going(live).union(taken);
    FieldSet all = ours.applied().union(declared).minus(left);
    List<Map<String, Object>> after = new ArrayList<>();
    for (Map<String, Object> entry : before) {
      String manager = Trees.string(entry, "manager");
      if (isApplied(entry, Labels.FIELD_MANAGER) || isApplied(entry, Labels.PARKING_MANAGER)) {
        continue;
      }
      boolean status = Trees.string(entry, "subresource").equals("status");
      if (status || !Interactive.is(manager)) {
        after.add(entry);
      } else {
        add(after, entry, Remainder.ofOther(entry, all).minusTrees(going));
      }
    }
    add(
        after,
        entry(live, before, Labels.FIELD_MANAGER),
        ours.applied().minus(left).union(back).union(taken));
    add(
        after,
        entry(live, before, Labels.PARKING_MANAGER),
        ours.parked().minus(back).union(left.minus(heldByOthers(live))));
    return sameAs(before, after) ? before : after;
  }

  private static FieldSet heldByOthers(LiveObject live) {
    return ManagedEntry.of(live).stream()
        .filter(entry ->
            !entry.appliedBy(Labels.FIELD_MANAGER) && !entry.appliedBy(Labels.PARKING_MANAGER))
        .map(ManagedEntry::fields)
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  private static Map<String, Object> entry(
      LiveObject live, List<Map<String, Object>> before, String manager) {
    for (Map<String, Object> entry : before) {
      if (isApplied(entry, manager)) {
        return entry;
      }
    }
    Map<String, Object> fresh = new LinkedHashMap<>();
    fresh.put("manager", manager);
    fresh.put("operation", "Apply");
    fresh.put("apiVersion", live.kind().apiVersion());
    fresh.put("fieldsType", "FieldsV1");
    return fresh;
  }

  private static void add(
      List<Map<String, Object>> entries, Map<String, Object> entry, FieldSet fields) {
    if (fields.isEmpty()) {
      return;
    }
    Map<String, Object> changed = new LinkedHashMap<>(entry);
    changed.put("fieldsV1", fields.toFieldsV1());
    entries.add(changed);
  }

  private static boolean isApplied(Map<String, Object> entry, String manager) {
    return Trees.string(entry, "manager").equals(manager)
        && Trees.string(entry, "operation").equals("Apply")
        && Trees.string(entry, "subresource").isEmpty();
  }

  /** The order of entries, and how a set is written, do not matter. */
  private static boolean sameAs(List<Map<String, Object>> before, List<Map<String, Object>> after) {
    List<Object> one = new ArrayList<>(before.stream().map(Amendment::comparable).toList());
    for (Map<String, Object> entry : after) {
      if (!one.remove(comparable(entry))) {
        return false;
      }
    }
    return one.isEmpty();
  }

  private static Object comparable(Map<String, Object> entry) {
    Map<String, Object> parsed = new LinkedHashMap<>(entry);
    parsed.put("fieldsV1", FieldSet.parse(Trees.map(entry, "fieldsV1")));
    return parsed;
  }
}
