package dev.sluice.kube;

import dev.sluice.health.PodReport;
import dev.sluice.health.WorkloadPods;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Pods of one namespace, for as long as somebody there needs them. Thread-safe. */
final class NamespacePods implements WatchSink<NamespacePods.Seen>, AutoCloseable {

  private static final ApiKind POD = ApiKind.of("v1", "Pod");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A Pod, and what it reports; nothing when no controller owns it. */
  record Seen(ObjectKey key, Optional<PodReport> report) {}

  private final Consumer<ObjectKey> changed;
  private final Map<ObjectKey, Map<ObjectKey, PodReport>> byWorkload = new HashMap<>();
  private final Map<ObjectKey, ObjectKey> workloads = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable KindWatch<Seen> watch;
  private volatile @Nullable Failure failure;

  private NamespacePods(Consumer<ObjectKey> changed, Starting starting) {
    this.changed = changed;
    this.thread =
        Thread.ofVirtual().name("pods of " + starting.namespace()).unstarted(() -> run(starting));
  }

  private record Starting(
      Connection connection,
      Kinds kinds,
      String namespace,
      Duration delay,
      Supplier<Set<ObjectKey>> restless) {}

  /**
   * Starts to watch after a while; returns at once.
   *
   * @param changed hears which workload's Pods say something new
   * @param restless the workloads that need the Pods, at the moment of the question
   */
  static NamespacePods watch(
      Connection connection,
      Kinds kinds,
      String namespace,
      Duration delay,
      Consumer<ObjectKey> changed,
      Supplier<Set<ObjectKey>> restless) {
    NamespacePods pods =
        new NamespacePods(changed, new Starting(connection, kinds, namespace, delay, restless));
    pods.thread.start();
    return pods;
  }

  /** The health of a workload with its Pods taken in. */
  Health health(ObjectKey workload, Health own) {
    Health whole;
    synchronized (this) {
      whole = WorkloadPods.health(own, byWorkload.getOrDefault(workload, Map.of()).values());
    }
    return failure()
        .map(unknown ->
            new Health(
                whole.state(),
                "%s; the Pods of namespace %s are not watched: %s"
                    .formatted(whole.why(), workload.namespace(), unknown)))
        .orElse(whole);
  }

  @Override
  public void close() {
    thread.interrupt();
    KindWatch<Seen> running = watch;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public Seen reduce(LiveObject object) {
    return new Seen(object.key(), PodReport.of(object));
  }

  @Override
  public void replace(List<Seen> listed, long listVersion) {
    Set<ObjectKey> touched;
    synchronized (this) {
      touched = new HashSet<>(byWorkload.keySet());
      byWorkload.clear();
      workloads.clear();
      listed.forEach(this::keep);
      touched.addAll(byWorkload.keySet());
    }
    touched.forEach(changed);
  }

  @Override
  public void put(Seen pod) {
    Set<ObjectKey> touched = new HashSet<>();
    synchronized (this) {
      Optional<PodReport> before = known(pod.key());
      if (before.equals(pod.report())) {
        return;
      }
      drop(pod.key());
      keep(pod);
      before.map(PodReport::workload).ifPresent(touched::add);
      pod.report().map(PodReport::workload).ifPresent(touched::add);
    }
    touched.forEach(changed);
  }

  @Override
  public void remove(Seen last) {
    Optional<PodReport> before;
    synchronized (this) {
      before = known(last.key());
      drop(last.key());
    }
    before.map(PodReport::workload).ifPresent(changed);
  }

  @Override
  public void passed(long version) {
    // Versions do not matter here: nobody but this watch's thread brings news of Pods.
  }

  private void keep(Seen pod) {
    pod.report()
        .ifPresent(report -> {
          byWorkload
              .computeIfAbsent(report.workload(), absent -> new HashMap<>())
              .put(pod.key(), report);
          workloads.put(pod.key(), report.workload());
        });
  }

  private void drop(ObjectKey pod) {
    ObjectKey workload = workloads.remove(pod);
    Map<ObjectKey, PodReport> pods = workload == null ? null : byWorkload.get(workload);
    if (pods != null) {
      pods.remove(pod);
      if (pods.isEmpty()) {
        byWorkload.remove(workload);
      }
    }
  }

  private Optional<PodReport> known(ObjectKey pod) {
    ObjectKey workload = workloads.get(pod);
    return workload == null
        ? Optional.empty()
        : Optional.ofNullable(byWorkload.getOrDefault(workload, Map.of()).get(pod));
  }

  private Optional<Failure> failure() {
    KindWatch<Seen> running = watch;
    // A connection that broke comes back; only a missing right is for people.
    return running == null
        ? Optional.ofNullable(failure)
        : running.state().failure().filter(one -> one.reason() == Reason.WATCH_FORBIDDEN);
  }

  private void run(Starting starting) {
    try {
      Thread.sleep(starting.delay());
      Collection pods = Collection.in(kind(starting), starting.namespace());
      KindWatch<Seen> made = new KindWatch<>(starting.connection(), pods, this);
      watch = made;
      Thread teller = Thread.ofVirtual().start(() -> tellFailure(made, starting));
      try {
        made.run();
      } finally {
        teller.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KindInfo kind(Starting starting) throws InterruptedException {
    while (true) {
      try {
        return starting.kinds().find(POD).orElseThrow();
      } catch (Stopped stopped) {
        failure = stopped.failure();
        starting.restless().get().forEach(changed);
        Thread.sleep(PATIENCE);
      }
    }
  }

  /** Whoever waits for the Pods is to hear that they cannot be had. */
  private void tellFailure(KindWatch<Seen> made, Starting starting) {
    try {
      Failure tooLate =
          Failure.of(
              Reason.CLUSTER_UNREACHABLE,
              "the Pods of %s were not listed within %d s"
                  .formatted(starting.namespace(), PATIENCE.toSeconds()),
              "Sluice goes on trying by itself");
      if (made.state().awaitListed(PATIENCE, tooLate).isPresent()) {
        starting.restless().get().forEach(changed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
