package dev.sluice.live;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.Observations;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Inventory;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The namespace that a target's objects go to, where the environment allows to create it and no
 * file brings it. One that is there already belongs to somebody else and is not taken over.
 */
final class DefaultNamespace {

  private static final ApiKind NAMESPACE = ApiKind.of("v1", "Namespace");

  private final Cluster cluster;
  private final Observations observations;
  private final Target target;
  private final String mark;

  DefaultNamespace(Cluster cluster, Observations observations, Target target, String mark) {
    this.cluster = cluster;
    this.observations = observations;
    this.target = target;
    this.mark = mark;
  }

  /**
   * The namespace as a manifest that comes from no file; empty when none is to be created. Costs a
   * request only while none of the target's objects are there.
   *
   * @param wanted all that the render wants, in its place
   * @param inventory once created it stays wanted, or it would be taken for a removal
   */
  Optional<Manifest> of(Collection<ObjectKey> wanted, Inventory inventory) throws Stopped {
    String name = target.effectiveNamespace();
    ObjectKey key = new ObjectKey("", NAMESPACE.kind(), "", name);
    boolean needed = wanted.stream().anyMatch(object -> object.namespace().equals(name));
    return switch (target.sync().namespaces()) {
      case SyncPolicy.Namespaces.REQUIRE -> Optional.empty();
      case SyncPolicy.Namespaces.CREATE ->
          needed && !wanted.contains(key) && (inventory.entries().containsKey(key) || absent(key))
              ? Optional.of(manifest(name))
              : Optional.empty();
    };
  }

  private boolean absent(ObjectKey key) throws Stopped {
    boolean seen =
        observations.of(mark).stream()
            .anyMatch(object -> object.key().namespace().equals(key.name()));
    return !seen && cluster.get(NAMESPACE, key).isEmpty();
  }

  private static Manifest manifest(String name) {
    Map<String, Object> content =
        Map.of("apiVersion", "v1", "kind", NAMESPACE.kind(), "metadata", Map.of("name", name));
    return new Manifest(NAMESPACE, "", name, content, Origin.UNKNOWN);
  }
}
