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

  private record Running(KindWatch watch, Thread thread) {}

  private final Connection connection;
  private final Kinds kinds;
  private final Function<LiveObject, Observed> reduction;
  private final Map<ApiKind, Running> running = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  WatchedKinds(Connection connection, Kinds kinds, Function<LiveObject, Observed> reduction) {
    this.connection = connection;
    this.kinds = kinds;
    this.reduction = reduction;
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
        .flatMap(entry -> entry.getValue().watch().store().find(key).stream())
        .max(Comparator.comparingLong(KindStore::version));
  }

  @Override
  public Optional<Observed> find(ApiKind kind, ObjectKey key) {
    Running one = running.get(kind);
    return one == null ? Optional.empty() : one.watch().store().find(key);
  }

  @Override
  public List<Observed> of(String targetName) {
    Map<ObjectKey, Observed> found = new TreeMap<>();
    for (Running one : running.values()) {
      for (Observed object : one.watch().store().of(targetName)) {
        found.merge(
            object.key(), object, (a, b) -> KindStore.version(a) >= KindStore.version(b) ? a : b);
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public Observed learn(LiveObject answer) {
    Observed observed = reduction.apply(answer);
    Running one = running.get(answer.kind());
    if (one != null && !observed.target().isEmpty()) {
      one.watch().store().learn(observed);
    }
    return observed;
  }

  @Override
  public void subscribe(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    running.values().forEach(one -> one.thread().interrupt());
    running.values().forEach(one -> one.watch().close());
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
          KindWatch watch =
              new KindWatch(
                  connection,
                  Collection.labelled(info.get(), Labels.TARGET),
                  reduction,
                  this::tell);
          String name = "watch " + connection.cluster() + " " + kind;
          return new Running(watch, Thread.ofVirtual().name(name).start(watch));
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

  private void tell(KindStore.Change change) {
    for (Listener listener : listeners) {
      listener.changed(change.last().target(), change.last().key(), change.now());
    }
  }

  private static boolean isOf(ApiKind kind, ObjectKey key) {
    return kind.kind().equals(key.kind()) && kind.group().equals(key.group());
  }
}
