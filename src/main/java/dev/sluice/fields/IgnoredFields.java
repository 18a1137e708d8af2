package dev.sluice.fields;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one object that are left to others: the one place that takes them out of what is
 * applied, and by that out of what is compared.
 *
 * @param rules the rules that select the object
 */
public record IgnoredFields(List<IgnoreRule> rules) {

  /** Nothing is left to others. */
  public static final IgnoredFields NONE = new IgnoredFields(List.of());

  private static final FieldSet OUR_LABEL =
      FieldSet.parse(
          Map.of("f:metadata", Map.of("f:labels", Map.of("f:" + Labels.TARGET, Map.of()))));

  /** Those of the rules that mean an object. */
  public static IgnoredFields of(List<IgnoreRule> rules, ObjectKey key) {
    List<IgnoreRule> selecting = rules.stream().filter(rule -> rule.selects(key)).toList();
    return selecting.isEmpty() ? NONE : new IgnoredFields(selecting);
  }

  /** The same and one more rule. */
  public IgnoredFields and(IgnoreRule rule) {
    return new IgnoredFields(
        java.util.stream.Stream.concat(rules.stream(), java.util.stream.Stream.of(rule)).toList());
  }

  /** Whether nothing is left to others. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The field managers to whom everything is left that they own. */
  public Set<String> managers() {
    Set<String> managers = new TreeSet<>();
    rules.forEach(rule -> managers.addAll(rule.managers()));
    return managers;
  }

  /**
   * What remains of a manifest whatever the cluster has. Two manifests that differ only in what is
   * left to others are the same to us, so this is what a digest is taken of.
   */
  public Map<String, Object> remainder(Map<String, Object> content) {
    Map<String, Object> rest = without(content, new PointerOmission(Optional.empty()));
    Set<String> managers = managers();
    if (managers.isEmpty()) {
      return rest;
    }
    Map<String, Object> marked = new LinkedHashMap<>(rest);
    marked.put("ignored managers", List.copyOf(managers));
    return marked;
  }

  /**
   * What is applied to an object that is there.
   *
   * <p>Where a field belongs to a list or map that is replaced as a whole, the live value stands in
   * for ours, and the version it was read in is part of the manifest: a write in between makes the
   * apply a conflict instead of undoing it.
   */
  public Map<String, Object> payload(Map<String, Object> content, LiveObject live) {
    PointerOmission omission = new PointerOmission(Optional.of(live));
    Map<String, Object> rest = without(content, omission);
    FieldSet theirs = ownedByManagers(live);
    if (!theirs.isEmpty()) {
      rest = withOurLabel(ManagerOmission.without(rest, theirs), content);
    }
    return omission.copied() ? withVersion(rest, live.resourceVersion()) : rest;
  }

  /** Whether a foreign field, written as {@link PathElement#below} does, is left to its owner. */
  public boolean covers(String path, String manager) {
    return managers().contains(manager)
        || rules.stream()
            .flatMap(rule -> rule.fields().stream())
            .anyMatch(field -> path.matches(Selection.expression(field)));
  }

  /** The part of an owned set that is left to others. */
  FieldSet in(FieldSet owned, LiveObject live) {
    FieldSet ignored = FieldSet.EMPTY;
    for (IgnoreRule rule : rules) {
      for (FieldPointer field : rule.fields()) {
        ignored = ignored.union(Selection.of(owned, field, live.content()));
      }
    }
    return ignored.union(owned.intersect(ownedByManagers(live)).minus(OUR_LABEL));
  }

  /**
   * What an apply of a payload comes to once what is left to others has been handed over: the same
   * as if the live values were declared, which is what a dry run can be asked.
   */
  public Map<String, Object> expected(Map<String, Object> payload, LiveObject live) {
    FieldSet left = in(Ours.of(live).applied(), live);
    return left.isEmpty() ? payload : Graft.onto(payload, left, live.content());
  }

  private FieldSet ownedByManagers(LiveObject live) {
    Set<String> managers = managers();
    return managers.isEmpty()
        ? FieldSet.EMPTY
        : ManagedEntry.of(live).stream()
            .filter(entry -> managers.contains(entry.manager()))
            .map(ManagedEntry::fields)
            .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  private Map<String, Object> without(Map<String, Object> content, PointerOmission omission) {
    Map<String, Object> rest = content;
    for (IgnoreRule rule : rules) {
      for (FieldPointer field : rule.fields()) {
        rest = omission.without(rest, field);
      }
    }
    return rest;
  }

  /** Without it the watch would lose the object, whoever wrote the label too. */
  private static Map<String, Object> withOurLabel(
      Map<String, Object> content, Map<String, Object> before) {
    String label = Trees.string(Trees.map(Trees.map(before, "metadata"), "labels"), Labels.TARGET);
    if (label.isEmpty()) {
      return content;
    }
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(content, "metadata"));
    Map<String, Object> labels = new LinkedHashMap<>(Trees.map(metadata, "labels"));
    labels.put(Labels.TARGET, label);
    metadata.put("labels", labels);
    Map<String, Object> result = new LinkedHashMap<>(content);
    result.put("metadata", metadata);
    return result;
  }

  private static Map<String, Object> withVersion(Map<String, Object> content, String version) {
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(content, "metadata"));
    metadata.put("resourceVersion", version);
    Map<String, Object> result = new LinkedHashMap<>(content);
    result.put("metadata", metadata);
    return result;
  }
}
