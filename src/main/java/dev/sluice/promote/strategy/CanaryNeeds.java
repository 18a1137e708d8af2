package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration that copied Pods read: what only the new release has comes as it is; what both
 * have and differs in comes as a copy, because the stable Pods read the other one.
 */
final class CanaryNeeds {

  /** What does nothing by itself, and what Pods may need without naming it. */
  private static final Set<String> PASSIVE =
      Set.of("ServiceAccount", "Role", "RoleBinding", "SealedSecret", "ExternalSecret");

  private final Map<ObjectKey, Manifest> before = new HashMap<>();
  private final Map<ObjectKey, Manifest> now = new HashMap<>();
  private final Map<ObjectKey, Manifest> needed = new TreeMap<>();

  CanaryNeeds(List<Manifest> stable, List<Manifest> coming) {
    stable.forEach(one -> before.put(one.key(), one));
    coming.forEach(one -> now.put(one.key(), one));
    coming.stream()
        .filter(one -> PASSIVE.contains(one.kind().kind()) && !before.containsKey(one.key()))
        .forEach(one -> needed.put(one.key(), one));
  }

  /** All that was found to be needed. */
  List<Manifest> objects() {
    return List.copyOf(needed.values());
  }

  /** The spec of a Pod that reads what the new release says. */
  Map<String, Object> of(String namespace, Map<String, Object> spec) {
    return PodReferences.renamed(spec, namespace, this::resolved);
  }

  /** What a copied Pod reads in its place. */
  private ObjectKey resolved(ObjectKey key) {
    Manifest wanted = now.get(key);
    Optional<Manifest> stable = Optional.ofNullable(before.get(key));
    if (wanted == null
        || stable.filter(one -> one.content().equals(wanted.content())).isPresent()) {
      return key;
    }
    if (stable.isEmpty()) {
      needed.put(key, wanted);
      return key;
    }
    String name = key.name() + CanaryCopies.SUFFIX;
    Manifest copy =
        new Manifest(
            wanted.kind(),
            key.namespace(),
            name,
            Objects.put(wanted.content(), "metadata", "name", name),
            wanted.origin());
    needed.put(copy.key(), copy);
    return copy.key();
  }
}
