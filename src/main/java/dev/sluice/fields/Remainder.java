package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manager keeps of its fields once everything that Git declares is ours.
 *
 * <p>Of a manager that stays, all the rest. Of a tool that lets the object go, only what somebody
 * meant: what was created by {@code kubectl apply}, {@code kubectl create} or Helm is listed with
 * every default that the API server filled in, and a default that kept its owner would keep a probe
 * or a container half alive when Git removes it.
 */
final class Remainder {

  /** Where kubectl and Argo CD note what they were told to apply. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** Containers of unrelated things: each of them is kept or dropped by itself. */
  private static final Set<String> OPENED =
      Set.of("metadata", "labels", "annotations", "spec", "data", "stringData", "template");

  /** Maps whose keys somebody chose: no key of theirs is a default. */
  private static final Set<String> KEYED =
      Set.of("labels", "annotations", "data", "stringData", "binaryData");

  @FunctionalInterface
  private interface Keep {
    boolean keeps(String path, PathElement element, Found found);
  }

  /** What stands at a place, and what was declared there; null for nothing. */
  private record Found(@Nullable Object live, @Nullable Object declared) {

    Found at(PathElement element) {
      return new Found(element.find(live), element.find(declared));
    }
  }

  private Remainder() {}

  /** What a manager keeps that stays. */
  static FieldSet ofOther(Map<String, Object> entry, FieldSet ours) {
    return rest("", fields(entry), ours, new Found(null, null), (path, element, found) -> true);
  }

  /** What a tool keeps that lets the object go. */
  static FieldSet ofFormer(LiveObject live, Map<String, Object> entry, FieldSet ours) {
    Object lastApplied = lastApplied(live);
    String kind = live.kind().kind();
    boolean declaredOnly = Trees.string(entry, "operation").equals("Apply");
    Keep keep =
        (path, element, found) -> {
          if (declaredOnly || isItem(path, element) || path.startsWith("status")) {
            return true;
          }
          return lastApplied == null
              ? isSet(found.live()) && SecurityRelevance.of(kind, inElement(path))
              : found.declared() != null;
        };
    return rest("", fields(entry), ours, new Found(live.content(), lastApplied), keep);
  }

  // Where we own anything at or below a place, the place itself is ours too: an empty map that
  // kept its former owner would outlive everything in it.
  private static FieldSet rest(
      String parent, FieldSet theirs, FieldSet ours, Found found, Keep keep) {
    Map<PathElement, FieldSet> kept = new LinkedHashMap<>();
    for (Map.Entry<PathElement, FieldSet> child : theirs.children().entrySet()) {
      PathElement element = child.getKey();
      String path = element.below(parent);
      FieldSet our = ours.child(element);
      Found below = found.at(element);
      if (our == null && !isOpened(element)) {
        if (keep.keeps(path, element, below)) {
          kept.put(element, child.getValue());
        }
        continue;
      }
      FieldSet rest = rest(path, child.getValue(), our == null ? FieldSet.EMPTY : our, below, keep);
      if (!rest.isEmpty()) {
        kept.put(element, rest);
      }
    }
    return new FieldSet(false, kept);
  }

  private static boolean isOpened(PathElement element) {
    return element instanceof PathElement.Field(String name) && OPENED.contains(name);
  }

  /** Elements of lists and keys of free maps: nobody but a person or a tool puts them there. */
  private static boolean isItem(String path, PathElement element) {
    return switch (element) {
      case PathElement.Field(String name) -> KEYED.stream().anyMatch(map -> isIn(path, name, map));
      case PathElement.Key ignored -> true;
      case PathElement.Value ignored -> true;
      case PathElement.Index ignored -> true;
    };
  }

  private static boolean isIn(String path, String name, String map) {
    PathElement element = new PathElement.Field(name);
    return path.equals(element.below(map)) || path.endsWith("." + element.below(map));
  }

  /** In a container of ours, say, it is the field itself that counts. */
  private static String inElement(String path) {
    return path.substring(path.lastIndexOf(']') + 1);
  }

  private static boolean isSet(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }

  private static @Nullable Object lastApplied(LiveObject live) {
    String text = live.annotation(LAST_APPLIED);
    try {
      return text.isEmpty() ? null : JsonReader.read(text);
    } catch (IllegalArgumentException unreadable) {
      return null; // written by hand: nothing is known of what was declared
    }
  }

  private static FieldSet fields(Map<String, Object> entry) {
    return FieldSet.parse(Trees.map(entry, "fieldsV1"));
  }
}
