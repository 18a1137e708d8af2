package dev.sluice.live;

import dev.sluice.kube.Cluster;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.live.Prediction.Refused;
import dev.sluice.live.Prediction.Unpredicted;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the API server what an apply would come to, and remembers for one run which namespaces are
 * not there yet. Thread-safe.
 */
final class DryRuns {

  private final Cluster cluster;
  private final Target target;
  private final RenderedKinds rendered;

  // Namespaces that a dry run has found missing: the others in them need not ask again.
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  DryRuns(Cluster cluster, Target target, RenderedKinds rendered) {
    this.cluster = cluster;
    this.target = target;
    this.rendered = rendered;
  }

  /** A namespace is known not to be there. */
  void missing(String namespace) {
    missing.add(namespace);
  }

  boolean isMissing(String namespace) {
    return missing.contains(namespace);
  }

  /** Whether a namespace is not there, and this very run brings it. */
  boolean waitFor(String namespace) {
    return !namespace.isEmpty() && missing.contains(namespace) && comes(namespace);
  }

  static Unpredicted comesFirst(String namespace) {
    return new Unpredicted("its namespace " + namespace + " comes first");
  }

  /**
   * What applying a manifest would come to.
   *
   * @throws Stopped when the cluster cannot be asked
   */
  Prediction of(Manifest manifest, Cluster.Ownership force) throws Stopped {
    try {
      return new Predicted(cluster.apply(manifest, Cluster.Persistence.DRY_RUN, force));
    } catch (Stopped stopped) {
      Failure failure = stopped.failure();
      return switch (failure.reason()) {
        case CLUSTER_UNREACHABLE, CLUSTER_REFUSED_CREDENTIALS, THROTTLED -> throw stopped;
        case NAMESPACE_MISSING -> {
          missing.add(manifest.namespace());
          yield comes(manifest.namespace())
              ? new Unpredicted("its namespace comes first")
              : new Refused(failure);
        }
        case MANAGED_FIELDS_OUTDATED -> new Unpredicted(failure.message());
        default ->
            failure.message().contains("does not support dry run")
                ? new Unpredicted(failure.message())
                : new Refused(failure);
      };
    }
  }

  /** Whether a missing namespace is about to be created by this very run. */
  private boolean comes(String namespace) {
    return rendered.bringsNamespace(namespace)
        || (target.sync().namespaces() == SyncPolicy.Namespaces.CREATE
            && namespace.equals(target.effectiveNamespace()));
  }
}
