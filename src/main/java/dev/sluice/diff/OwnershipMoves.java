package dev.sluice.diff;

import dev.sluice.fields.FieldSet;
import dev.sluice.fields.ManagedEntry;
import dev.sluice.fields.PathElement;
import dev.sluice.model.LiveObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an apply would change in who owns what, where no value changes.
 *
 * @param any whether it would change anything
 * @param why one line for people
 */
record OwnershipMoves(boolean any, String why) {

  private static final int SHOWN = 5;

  static OwnershipMoves between(LiveObject live, LiveObject predicted) {
    FieldSet now = FieldOwners.applied(live);
    FieldSet then = FieldOwners.applied(predicted);
    if (now.equals(then)) {
      return new OwnershipMoves(false, "");
    }
    FieldOwners owners = new FieldOwners(live);
    List<String> lines = new ArrayList<>();
    for (Place gained : missing(then, now)) {
      lines.add(gained.path() + " is declared in Git" + owner(owners, gained, ", and owned by "));
    }
    for (Place lost : missing(now, then)) {
      lines.add(lost.path() + " left Git" + owner(owners, lost, ", and is kept alive by "));
    }
    int more = lines.size() - SHOWN;
    String shown = String.join("; ", lines.subList(0, Math.min(SHOWN, lines.size())));
    return new OwnershipMoves(true, more > 0 ? shown + "; and " + more + " more" : shown);
  }

  /** Nobody could tell: the apply is sent, which changes nothing if all is well. */
  static OwnershipMoves unpredicted(String why) {
    return new OwnershipMoves(true, "applied again, for no dry run could tell: " + why);
  }

  private static String owner(FieldOwners owners, Place place, String words) {
    Optional<ManagedEntry> other = owners.otherThanUs(place.steps());
    return other.map(entry -> words + entry.manager()).orElse("");
  }

  /** The highest places that are in one set and not in the other. */
  private static List<Place> missing(FieldSet one, FieldSet other) {
    List<Place> places = new ArrayList<>();
    collect(Place.root(FieldSet.EMPTY), one, other, places);
    return places;
  }

  private static void collect(Place at, FieldSet one, FieldSet other, List<Place> places) {
    for (Map.Entry<PathElement, FieldSet> child : one.children().entrySet()) {
      Place place = at.below(child.getKey());
      @Nullable FieldSet match = other.child(child.getKey());
      if (match == null) {
        places.add(place);
      } else {
        collect(place, child.getValue(), match, places);
      }
    }
  }
}
