package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two hashes that tell drift without a request.
 *
 * <p>Both cover paths <em>and</em> values: a rewrite under the same manager name leaves the entry
 * in {@code managedFields} as it was.
 */
public final class Fingerprints {

  private static final Comparator<ManagedEntry> ORDER =
      Comparator.comparing(ManagedEntry::manager)
          .thenComparing(ManagedEntry::operation)
          .thenComparing(ManagedEntry::subresource);

  private Fingerprints() {}

  /**
   * Hash of what a manager applied: its paths and the values at them. Moves when one of its fields
   * changes, goes, or is taken by somebody else; not for defaults, status, or fields of others.
   *
   * @return empty when the manager applied nothing, or nothing of it is left
   */
  public static String own(LiveObject object, String manager) {
    FieldSet ours = FieldSet.EMPTY;
    FieldSet others = FieldSet.EMPTY;
    for (ManagedEntry entry : ManagedEntry.of(object)) {
      if (entry.appliedBy(manager)) {
        ours = ours.union(entry.fields());
      } else {
        others = others.union(entry.fields());
      }
    }
    if (ours.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(1024);
    write(ours, others, object.content(), out);
    return Digests.sha256(out.toString());
  }

  /**
   * Hash of what all others own, with their names and the values; {@code status} is left out. Exact
   * on purpose: which of it a person hears about is decided by {@link ForeignFields}.
   *
   * @return empty when nobody else owns anything
   */
  public static String foreign(LiveObject object, String manager) {
    List<ManagedEntry> others =
        ManagedEntry.of(object).stream()
            .filter(entry -> !entry.appliedBy(manager) && !entry.fields().isEmpty())
            .sorted(ORDER)
            .toList();
    if (others.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(1024);
    for (ManagedEntry entry : others) {
      CanonicalJson.write(entry.manager(), out);
      out.append(entry.operation()).append(entry.subresource());
      write(entry.fields(), FieldSet.EMPTY, object.content(), out);
    }
    return Digests.sha256(out.toString());
  }

  /** Every path in a fixed order, each owned one with what stands there. */
  private static void write(
      FieldSet ours, FieldSet others, @Nullable Object value, StringBuilder out) {
    out.append('{');
    if (ours.leaf()) {
      leaf(others, value, out);
    } else if (ours.member()) {
      out.append(value == null ? "-" : "+");
    }
    for (Map.Entry<PathElement, FieldSet> child : ours.children().entrySet()) {
      PathElement element = child.getKey();
      FieldSet othersBelow = others.child(element);
      element(element, out);
      write(
          child.getValue(),
          othersBelow == null ? FieldSet.EMPTY : othersBelow,
          element.find(value),
          out);
    }
    out.append('}');
  }

  /** Unambiguous, so that no name can be chosen to look like another path. */
  private static void element(PathElement element, StringBuilder out) {
    switch (element) {
      case PathElement.Field(String name) -> CanonicalJson.write(name, out.append('f'));
      case PathElement.Key(Map<String, Object> keys) -> CanonicalJson.write(keys, out.append('k'));
      case PathElement.Value(Object value) -> CanonicalJson.write(value, out.append('v'));
      case PathElement.Index(int index) -> out.append('i').append(index);
    }
  }

  /**
   * An applied {@code emptyDir: {}} looks like an atomic map. If others own something below it, it
   * is not atomic, and what they put there is theirs.
   */
  private static void leaf(FieldSet others, @Nullable Object value, StringBuilder out) {
    if (others.children().isEmpty()) {
      CanonicalJson.write(value, out);
    } else {
      out.append(value == null ? "-" : "+");
    }
  }
}
