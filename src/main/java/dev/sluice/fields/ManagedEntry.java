package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code metadata.managedFields}, without the {@code status} part of its paths.
 *
 * @param manager name of the field manager
 * @param operation {@code Apply} or {@code Update}
 * @param subresource the subresource it wrote through, such as {@code scale}; empty for none
 * @param time when it last changed the set, RFC 3339; empty when unknown
 * @param fields what it owns
 */
public record ManagedEntry(
    String manager, String operation, String subresource, String time, FieldSet fields) {

  private static final PathElement STATUS = new PathElement.Field("status");

  /**
   * The entries of an object. Those of the {@code status} subresource are left out: what a
   * controller reports is nobody's wish.
   *
   * @throws IllegalArgumentException an entry is not in the {@code FieldsV1} notation
   */
  public static List<ManagedEntry> of(LiveObject object) {
    List<ManagedEntry> entries = new ArrayList<>();
    for (Map<String, Object> entry : object.managedFields()) {
      String subresource = Trees.string(entry, "subresource");
      if (subresource.equals("status")) {
        continue;
      }
      FieldSet fields = FieldSet.parse(Trees.map(entry, "fieldsV1")).without(STATUS);
      entries.add(
          new ManagedEntry(
              Trees.string(entry, "manager"),
              Trees.string(entry, "operation"),
              subresource,
              Trees.string(entry, "time"),
              fields));
    }
    return entries;
  }

  /** Whether this is what a manager declared by server-side apply. */
  public boolean appliedBy(String name) {
    return manager.equals(name) && operation.equals("Apply") && subresource.isEmpty();
  }
}
