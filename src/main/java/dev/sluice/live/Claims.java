package dev.sluice.live;

import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.TargetId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which targets want which objects, so that no two fight over one, and an object can move from one
 * to another. Kept in memory: told anew by every render. Thread-safe.
 */
public final class Claims {

  /** An object of one cluster. */
  private record Place(String cluster, ObjectKey key) {}

  private final Map<TargetId, Set<Place>> wanted = new HashMap<>();

  // In the order of the first claim.
  private final Map<Place, LinkedHashSet<TargetId>> claimants = new HashMap<>();

  /** A target wants these objects, and none besides. */
  public synchronized void claim(TargetId target, String cluster, Set<ObjectKey> keys) {
    Set<Place> places = new HashSet<>();
    keys.forEach(key -> places.add(new Place(cluster, key)));
    Set<Place> before = wanted.getOrDefault(target, Set.of());
    before.stream().filter(place -> !places.contains(place)).forEach(p -> drop(target, p));
    places.forEach(p -> claimants.computeIfAbsent(p, x -> new LinkedHashSet<>()).add(target));
    wanted.put(target, places);
  }

  /** A target is no longer configured: it wants nothing, and that is known. */
  public synchronized void retire(TargetId target) {
    wanted.getOrDefault(target, Set.of()).forEach(place -> drop(target, place));
    wanted.put(target, Set.of());
  }

  /** What is known of the will of the target with this name. */
  synchronized Will will(String targetName, String cluster, ObjectKey key) {
    for (Map.Entry<TargetId, Set<Place>> known : wanted.entrySet()) {
      if (Labels.targetName(known.getKey()).equals(targetName)) {
        return known.getValue().contains(new Place(cluster, key)) ? Will.WANTS : Will.GAVE_UP;
      }
    }
    return Will.UNKNOWN;
  }

  /** Another target that claimed an object before this one did, and still wants it. */
  synchronized Optional<TargetId> earlier(TargetId target, String cluster, ObjectKey key) {
    var all = claimants.getOrDefault(new Place(cluster, key), new LinkedHashSet<>());
    return all.stream().findFirst().filter(first -> !first.equals(target));
  }

  /** What a target makes of an object. */
  enum Will {
    WANTS,
    GAVE_UP,
    /** It was not rendered yet since the start, or is not one of this daemon's. */
    UNKNOWN
  }

  private void drop(TargetId target, Place place) {
    LinkedHashSet<TargetId> others = claimants.get(place);
    if (others != null) {
      others.remove(target);
      if (others.isEmpty()) {
        claimants.remove(place);
      }
    }
  }
}
