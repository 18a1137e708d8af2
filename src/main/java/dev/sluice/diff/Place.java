package dev.sluice.diff;

import dev.sluice.fields.FieldSet;
import dev.sluice.fields.PathElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object a comparison stands.
 *
 * @param path the same for people
 * @param steps the steps from the root
 * @param known what any manager owns here, which tells how lists are keyed
 */
record Place(String path, List<PathElement> steps, FieldSet known) {

  static Place root(FieldSet known) {
    return new Place("", List.of(), known);
  }

  Place below(PathElement step) {
    List<PathElement> longer = new ArrayList<>(steps);
    longer.add(step);
    @Nullable FieldSet child = known.child(step);
    return new Place(step.below(path), longer, child == null ? FieldSet.EMPTY : child);
  }

  /** Name of the field this is; empty for an element of a list. */
  String field() {
    return !steps.isEmpty() && steps.getLast() instanceof PathElement.Field(String name)
        ? name
        : "";
  }
}
