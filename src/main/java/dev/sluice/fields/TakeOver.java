package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who owns what once an object is taken over: what Git declares is ours alone, so that a field that
 * leaves Git later really goes. A field with two owners would stay for the other one's sake.
 *
 * <p>The technique is that of {@code client-go}'s {@code csaupgrade}, with one difference: only
 * what Git declares becomes ours. What the tool before us had set besides is not removed behind
 * anybody's back; it stays and is named, see {@link Remainder}.
 */
public final class TakeOver {

  private TakeOver() {}

  /**
   * The {@code managedFields} that the object gets before it is applied for the first time.
   *
   * @param predicted what a dry run made of it; its entry of our manager becomes the object's
   * @param manager our field manager
   * @param former whether a manager belonged to a tool that lets the object go
   */
  public static List<Map<String, Object>> managedFields(
      LiveObject live, LiveObject predicted, String manager, Predicate<String> former) {
    List<Map<String, Object>> ours =
        predicted.managedFields().stream().filter(entry -> isOurs(entry, manager)).toList();
    FieldSet declared =
        ours.stream()
            .map(entry -> FieldSet.parse(Trees.map(entry, "fieldsV1")))
            .reduce(FieldSet.EMPTY, FieldSet::union);
    if (ours.isEmpty()) {
      return live.managedFields(); // an API that keeps no account of owners
    }
    List<Map<String, Object>> entries = new ArrayList<>(ours);
    for (Map<String, Object> entry : live.managedFields()) {
      if (!Trees.string(entry, "subresource").isEmpty()) {
        entries.add(entry); // status and scale belong to whoever reports and scales
      } else if (!isOurs(entry, manager)) {
        FieldSet rest =
            former.test(Trees.string(entry, "manager"))
                ? Remainder.ofFormer(live, entry, declared)
                : Remainder.ofOther(entry, declared);
        if (!rest.isEmpty()) {
          entries.add(with(entry, rest));
        }
      }
    }
    return entries;
  }

  private static boolean isOurs(Map<String, Object> entry, String manager) {
    return Trees.string(entry, "manager").equals(manager)
        && Trees.string(entry, "operation").equals("Apply")
        && Trees.string(entry, "subresource").isEmpty();
  }

  private static Map<String, Object> with(Map<String, Object> entry, FieldSet fields) {
    Map<String, Object> changed = new LinkedHashMap<>(entry);
    changed.put("fieldsV1", fields.toFieldsV1());
    return changed;
  }
}
