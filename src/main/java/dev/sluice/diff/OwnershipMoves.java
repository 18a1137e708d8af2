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
 * @param kept what is not settled by the values alone: fields that others keep alive or get
 */
record OwnershipMoves(boolean any, String why, List<String> kept) {

  private static final int SHOWN = 5;

  static OwnershipMoves between(LiveObject live, LiveObject predicted) {
    FieldSet now = FieldOwners.applied(live);
    FieldSet then = FieldOwners.applied(predicted);
    if (now.equals(then)) {
      return new OwnershipMoves(false, "", List.of());
    }
    FieldOwners owners = new FieldOwners(live);
    List<String> lines = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Place gained : missing(then, now)) {
      lines.add(gained.path() + " is declared in Git" + owner(owners, gained, ", and owned by "));
    }
    for (Place lost : missing(now, then)) {
      String holder = owner(owners, lost, ", and is kept alive by ");
      lines.add(lost.path() + " left Git" + holder);
      if (!holder.isEmpty() && !owners.onlyByPeople(lost.steps())) {
        kept.add(lost.path() + " left Git" + holder);
      }
    }
    return new OwnershipMoves(true, shown(lines), kept);
  }

  /** The same, and fields that we let go. */
  OwnershipMoves and(List<String> left) {
    if (left.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(left);
    all.addAll(kept);
    String first = shown(left);
    return new OwnershipMoves(true, why.isEmpty() ? first : first + "; " + why, all);
  }

  /** Behind what is said of the values: what they alone do not tell. */
  String after(String line) {
    return kept.isEmpty() ? line : line + "; " + shown(kept);
  }

  private static String shown(List<String> lines) {
    int more = lines.size() - SHOWN;
    String shown = String.join("; ", lines.subList(0, Math.min(SHOWN, lines.size())));
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  /** Nobody could tell: the apply is sent, which changes nothing if all is well. */
  static OwnershipMoves unpredicted(String why) {
    return new OwnershipMoves(true, "applied again, for no dry run could tell: " + why, List.of());
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
