package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The watches of one cluster, one virtual thread each. Thread-safe. */
final class WatchedKinds implements Observations {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Running(KindWatch<Observed> watch, KindStore store, Thread thread) {}

  private final Connection connection;
  private final Kinds kinds;
  private final Function<LiveObject, Observed> reduction;
  private final PodWatches pods;
  private final Map<ApiKind, Running> running = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * The watches of a cluster.
   *
   * @param podDelay how long a workload may be on its way before its Pods are looked at
   */
  WatchedKinds(
      Connection connection,
      Kinds kinds,
      Function<LiveObject, Observed> reduction,
      Duration podDelay) {
    this.connection = connection;
    this.kinds = kinds;
    this.reduction = reduction;
    this.pods = new PodWatches(connection, kinds, podDelay, this::podsChanged);
  }

  @Override
  public Map<ApiKind, Failure> watch(Set<ApiKind> wanted) {
    Map<ApiKind, Failure> failures = new TreeMap<>();
    List<ApiKind> started = new ArrayList<>();
    for (ApiKind kind : wanted) {
      try {
        start(kind);
        started.add(kind);
      } catch (Stopped stopped) {
        failures.put(kind, stopped.failure());
      }
    }
    for (ApiKind kind : started) {
      awaitListed(kind).ifPresent(failure -> failures.put(kind, failure));
    }
    return failures;
  }

  @Override
  public boolean current(ApiKind kind) {
    Running one = running.get(kind);
    return one != null && one.watch().state().isCurrent();
  }

  @Override
  public Optional<Observed> find(ObjectKey key) {
    return running.entrySet().stream()
        .filter(entry -> isOf(entry.getKey(), key))
        .flatMap(entry -> entry.getValue().store().find(key).stream())
        .max(Comparator.comparingLong(KindStore::version))
        .map(pods::withPods);
  }

  @Override
  public Optional<Observed> find(ApiKind kind, ObjectKey key) {
    Running one = running.get(kind);
    return one == null ? Optional.empty() : one.store().find(key).map(pods::withPods);
  }

  @Override
  public List<Observed> of(String targetName) {
    Map<ObjectKey, Observed> found = new TreeMap<>();
    for (Running one : running.values()) {
      for (Observed object : one.store().of(targetName)) {
        found.merge(
            object.key(), object, (a, b) -> KindStore.version(a) >= KindStore.version(b) ? a : b);
      }
    }
    return found.values().stream().map(pods::withPods).toList();
  }

  @Override
  public Observed learn(LiveObject answer) {
    Observed observed = reduction.apply(answer);
    Running one = running.get(answer.kind());
    if (one != null && !observed.target().isEmpty()) {
      one.store().learn(observed);
      one.store().find(observed.key()).ifPresent(pods::follow);
    }
    return observed;
  }

  @Override
  public void subscribe(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    pods.close();
    running.values().forEach(one -> one.thread().interrupt());
    running.values().forEach(one -> one.watch().close());
  }

  /** The namespaces whose Pods are looked at, because a workload there is on its way. */
  Set<String> podNamespaces() {
    return pods.namespaces();
  }

  private void start(ApiKind kind) throws Stopped {
    if (running.containsKey(kind)) {
      return;
    }
    Optional<KindInfo> info = kinds.find(kind);
    if (info.isEmpty()) {
      var key = new ObjectKey(kind.group(), kind.kind(), "", "*");
      throw new Stopped(
          ApiErrors.unknownKind(
              new Asked(connection.cluster(), "watch", kind, "", key, Optional.empty())));
    }
    running.computeIfAbsent(
        kind,
        absent -> {
          StoreSink sink = new StoreSink(reduction, this::changed);
          KindWatch<Observed> watch =
              new KindWatch<>(connection, Collection.labelled(info.get(), Labels.TARGET), sink);
          String name = "watch " + connection.cluster() + " " + kind;
          return new Running(watch, sink.store(), Thread.ofVirtual().name(name).start(watch));
        });
  }

  private Optional<Failure> awaitListed(ApiKind kind) {
    Running one = running.get(kind);
    if (one == null) {
      return Optional.empty();
    }
    String where = connection.called();
    try {
      return one.watch()
          .state()
          .awaitListed(
              PATIENCE,
              Failure.of(
                  Reason.CLUSTER_UNREACHABLE,
                  "%s of %s were not listed within %d s"
                      .formatted(kind, where, PATIENCE.toSeconds()),
                  "Sluice goes on trying by itself"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(
          Failure.of(Reason.CLUSTER_UNREACHABLE, "the work on " + where + " was cancelled", ""));
    }
  }

  private void changed(KindStore.Change change) {
    change.now().ifPresentOrElse(pods::follow, () -> pods.forget(change.last().key()));
    tell(change.last(), change.now().map(pods::withPods));
  }

  /** What the Pods of a workload say has changed. */
  private void podsChanged(ObjectKey workload) {
    find(workload).ifPresent(now -> tell(now, Optional.of(now)));
  }

  private void tell(Observed last, Optional<Observed> now) {
    for (Listener listener : listeners) {
      listener.changed(last.target(), last.key(), now);
    }
  }

  private static boolean isOf(ApiKind kind, ObjectKey key) {
    return kind.kind().equals(key.kind()) && kind.group().equals(key.group());
  }
}
