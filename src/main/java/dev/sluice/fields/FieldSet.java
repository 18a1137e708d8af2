package dev.sluice.fields;

import dev.sluice.model.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths one manager owns: a tree of path elements.
 *
 * @param member whether the place itself is owned, and not only something below it
 * @param children what is owned below it, in a fixed order
 */
public record FieldSet(boolean member, Map<PathElement, FieldSet> children) {

  /** Nothing. */
  public static final FieldSet EMPTY = new FieldSet(false, Map.of());

  private static final FieldSet LEAF = new FieldSet(true, Map.of());

  /**
   * Reads a {@code FieldsV1} tree: {@code {"f:spec": {"f:replicas": {}}}}.
   *
   * @throws IllegalArgumentException a key is not a path element
   */
  public static FieldSet parse(Map<String, Object> fieldsV1) {
    if (fieldsV1.isEmpty()) {
      return EMPTY;
    }
    boolean member = false;
    Map<PathElement, FieldSet> children = LinkedHashMap.newLinkedHashMap(fieldsV1.size());
    // Sorted, so that the same set gives the same hash whatever order it arrived in.
    for (String key : new TreeMap<>(fieldsV1).keySet()) {
      if (key.equals(".")) {
        member = true;
      } else {
        Map<String, Object> below = Trees.map(fieldsV1, key);
        children.put(PathElement.parse(key), below.isEmpty() ? LEAF : parse(below));
      }
    }
    return new FieldSet(member, children);
  }

  /** Whether nothing is owned here or below. */
  public boolean isEmpty() {
    return !member && children.isEmpty();
  }

  /** Owned as a whole: a scalar, an atomic list or map, or an empty one. */
  public boolean leaf() {
    return member && children.isEmpty();
  }

  /** What is owned at a step below; {@code null} when nothing is. */
  public @Nullable FieldSet child(PathElement element) {
    return children.get(element);
  }

  /** What either owns. */
  public FieldSet union(FieldSet other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    Map<PathElement, FieldSet> both = new LinkedHashMap<>(children);
    other.children.forEach((element, set) -> both.merge(element, set, FieldSet::union));
    return new FieldSet(member || other.member, both);
  }

  /** What both own. */
  FieldSet intersect(FieldSet other) {
    Map<PathElement, FieldSet> both = new LinkedHashMap<>();
    children.forEach((element, below) -> {
      FieldSet match = other.children.get(element);
      FieldSet common = match == null ? EMPTY : below.intersect(match);
      if (!common.isEmpty()) {
        both.put(element, common);
      }
    });
    return new FieldSet(member && other.member, both);
  }

  /** What this owns and the other does not, place by place. */
  public FieldSet minus(FieldSet other) {
    Map<PathElement, FieldSet> rest = new LinkedHashMap<>();
    children.forEach((element, below) -> {
      FieldSet match = other.children.get(element);
      FieldSet left = match == null ? below : below.minus(match);
      if (!left.isEmpty()) {
        rest.put(element, left);
      }
    });
    return new FieldSet(member && !other.member, rest);
  }

  /**
   * What a later set lets go: nothing at, above or below which it still owns anything as a whole.
   */
  FieldSet goneFrom(FieldSet later) {
    Map<PathElement, FieldSet> gone = new LinkedHashMap<>();
    children.forEach((element, below) -> {
      FieldSet match = later.children.get(element);
      FieldSet part = match == null ? below : match.leaf() ? EMPTY : below.goneFrom(match);
      if (!part.isEmpty()) {
        gone.put(element, part);
      }
    });
    return new FieldSet(false, gone);
  }

  /** The highest places that are owned, each as a whole. */
  FieldSet tops() {
    if (member) {
      return LEAF;
    }
    Map<PathElement, FieldSet> tops = new LinkedHashMap<>();
    children.forEach((element, below) -> tops.put(element, below.tops()));
    return new FieldSet(false, tops);
  }

  /** The same without every place that the other owns, and without all that is below it. */
  FieldSet minusTrees(FieldSet other) {
    Map<PathElement, FieldSet> rest = new LinkedHashMap<>();
    children.forEach((element, below) -> {
      FieldSet match = other.children.get(element);
      if (match != null && match.member) {
        return;
      }
      FieldSet left = match == null ? below : below.minusTrees(match);
      if (!left.isEmpty()) {
        rest.put(element, left);
      }
    });
    return new FieldSet(member, rest);
  }

  /** The same as a {@code FieldsV1} tree; empty for an empty set. */
  Map<String, Object> toFieldsV1() {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (member && !children.isEmpty()) {
      tree.put(".", Map.of());
    }
    children.forEach((element, below) -> tree.put(element.text(), below.toFieldsV1()));
    return tree;
  }

  /** All but one step below: used to leave {@code status} out. */
  FieldSet without(PathElement element) {
    if (!children.containsKey(element)) {
      return this;
    }
    Map<PathElement, FieldSet> rest = new LinkedHashMap<>(children);
    rest.remove(element);
    return new FieldSet(member, rest);
  }
}
