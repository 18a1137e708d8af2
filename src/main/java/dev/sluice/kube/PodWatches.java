package dev.sluice.kube;

import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A watch of the Pods of each namespace where a workload is on its way or in trouble, and only for
 * as long: where all is well, nothing is asked. Thread-safe.
 */
final class PodWatches implements AutoCloseable {

  private static final Set<String> WORKLOADS =
      Set.of(
          "apps/Deployment",
          "apps/StatefulSet",
          "apps/DaemonSet",
          "apps/ReplicaSet",
          "/ReplicationController",
          "batch/Job",
          "argoproj.io/Rollout");

  private final Connection connection;
  private final Kinds kinds;
  private final Duration delay;
  private final Consumer<ObjectKey> changed;
  private final Map<String, Set<ObjectKey>> restless = new HashMap<>();
  private final Map<String, NamespacePods> watched = new HashMap<>();
  private boolean closed;

  /**
   * No watches yet.
   *
   * @param delay how long a workload may be on its way before its Pods are looked at
   * @param changed hears which workload's Pods say something new
   */
  PodWatches(Connection connection, Kinds kinds, Duration delay, Consumer<ObjectKey> changed) {
    this.connection = connection;
    this.kinds = kinds;
    this.delay = delay;
    this.changed = changed;
  }

  /** An object is like this now. */
  void follow(Observed now) {
    if (!isWorkload(now.key())) {
      return;
    }
    if (isRestless(now)) {
      start(now.key());
    } else {
      forget(now.key());
    }
  }

  /** An object is well, or gone. */
  void forget(ObjectKey key) {
    if (isWorkload(key)) {
      stop(key);
    }
  }

  /** An object with what its Pods say taken into its health. */
  Observed withPods(Observed object) {
    if (!isWorkload(object.key()) || !isRestless(object)) {
      return object;
    }
    NamespacePods pods;
    synchronized (this) {
      pods = watched.get(object.key().namespace());
    }
    return pods == null ? object : object.withHealth(pods.health(object.key(), object.health()));
  }

  /** The namespaces whose Pods are looked at. */
  synchronized Set<String> namespaces() {
    return Set.copyOf(watched.keySet());
  }

  @Override
  public synchronized void close() {
    closed = true;
    watched.values().forEach(NamespacePods::close);
    watched.clear();
    restless.clear();
  }

  private synchronized void start(ObjectKey workload) {
    if (closed) {
      return; // the last event of a watch that ends a moment later
    }
    String namespace = workload.namespace();
    restless.computeIfAbsent(namespace, absent -> new HashSet<>()).add(workload);
    watched.computeIfAbsent(
        namespace,
        absent ->
            NamespacePods.watch(
                connection, kinds, namespace, delay, changed, () -> all(namespace)));
  }

  private synchronized void stop(ObjectKey workload) {
    String namespace = workload.namespace();
    Set<ObjectKey> left = restless.get(namespace);
    if (left == null || !left.remove(workload) || !left.isEmpty()) {
      return;
    }
    restless.remove(namespace);
    NamespacePods pods = watched.remove(namespace);
    if (pods != null) {
      pods.close();
    }
  }

  private synchronized Set<ObjectKey> all(String namespace) {
    return Set.copyOf(restless.getOrDefault(namespace, Set.of()));
  }

  private static boolean isWorkload(ObjectKey key) {
    return WORKLOADS.contains(key.group() + "/" + key.kind());
  }

  private static boolean isRestless(Observed object) {
    return !object.terminating()
        && switch (object.health().state()) {
          case PROGRESSING, DEGRADED -> true;
          case HEALTHY, SUSPENDED, UNKNOWN, MISSING -> false;
        };
  }
}
