package dev.sluice.live;

import dev.sluice.model.ObjectKey;
import dev.sluice.model.TargetId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which target asked for an object first, so that of two that want a new one the same one always
 * gets it. Kept in memory: told anew by every render. Thread-safe.
 */
public final class FirstClaims {

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

  /** Another target that claimed an object before this one did. */
  synchronized Optional<TargetId> earlier(TargetId target, String cluster, ObjectKey key) {
    var all = claimants.getOrDefault(new Place(cluster, key), new LinkedHashSet<>());
    return all.stream().findFirst().filter(first -> !first.equals(target));
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
