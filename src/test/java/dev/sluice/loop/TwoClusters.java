package dev.sluice.loop;

import dev.sluice.apply.Applier;
import dev.sluice.controlplane.ControlPlane;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.ReachListener;
import dev.sluice.kube.Requests;
import dev.sluice.live.FirstClaims;
import dev.sluice.live.Live;
import dev.sluice.live.LiveState;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Reduction;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.promote.BranchTips;
import dev.sluice.rules.BundledRules;
import dev.sluice.testing.Eventually;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The queue and the stages of a daemon with two clusters. Each target is one ConfigMap; what Git
 * wants is handed in. A target that was told that its cluster is away is never run again by time:
 * only the cluster's return can.
 */
final class TwoClusters implements AutoCloseable {

  /** What a target is told while its cluster is away. */
  static final String AWAY = "has not answered since";

  private static final String NAMESPACE = "default";

  private final Targets targets = new Targets();
  private final TargetQueue queue =
      new TargetQueue(4, new Pools(id -> targets.find(id).map(Target::cluster).orElseThrow(), 2));
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Map<TargetId, String> wanted = new ConcurrentHashMap<>();
  private final Map<TargetId, Failure> failures = new ConcurrentHashMap<>();
  private final HealBudget healing = new HealBudget(Clock.systemUTC());
  private final Clusters clusters;
  private final InventoryStore inventories;
  private final Installation self;
  private final Target near = target("near-0", "");
  private final List<Target> far;
  private int commits;

  TwoClusters(ControlPlane own, ControlPlane other, int farTargets) throws Stopped {
    clusters =
        new Clusters(
            List.of(settings("", own), settings("far", other)),
            new Reduction(new HealthRules(RuleBook.EMPTY, new BundledRules()))::of,
            new Requests(),
            new Reach(),
            InstantSource.system());
    Clusters.Connected home = clusters.get("");
    self = new InstallationStore(home.cluster(), NAMESPACE).establish();
    inventories = new CustomResourceInventoryStore(home, NAMESPACE);
    far = IntStream.range(0, farTargets).mapToObj(i -> target("far-" + i, "far")).toList();
    List<Target> all = new ArrayList<>(far);
    all.add(near);
    var unused = targets.replace("config", all);
    for (String cluster : List.of("", "far")) {
      clusters
          .get(cluster)
          .observations()
          .subscribe(new EventRouter(targets, self, id -> queue.add(id, Trigger.CLUSTER_EVENT)));
    }
    queue.serve(this::run);
  }

  /** A commit for all targets of the other cluster. */
  void commitFar(String value) {
    for (Target target : far) {
      wanted.put(target.id(), value);
      queue.add(target.id(), Trigger.REVISION);
    }
  }

  void awaitFar(KubernetesClient admin, String value) {
    until(
        "everything is applied there: " + value,
        () -> far.stream().allMatch(target -> value.equals(value(admin, target.id()))));
  }

  /** How long a commit and then the heal of a hand edit take on the daemon's own cluster. */
  Duration commitAndHeal(KubernetesClient admin) {
    long started = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      String value = "commit-" + commits++;
      wanted.put(near.id(), value);
      queue.add(near.id(), Trigger.REVISION);
      until("applied", () -> value.equals(value(admin, near.id())));
    }
    edit(admin, near.id().application());
    until("healed", () -> wanted.get(near.id()).equals(value(admin, near.id())));
    return Duration.ofNanos(System.nanoTime() - started);
  }

  void edit(KubernetesClient admin, String name) {
    var unused =
        admin
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName(name)
            .edit(map -> {
              map.getData().put("value", "by hand");
              return map;
            });
  }

  Collection<Failure> failures() {
    return failures.values();
  }

  List<String> told() {
    return told;
  }

  void until(String what, Callable<Boolean> condition) {
    try {
      Eventually.holds(what, Duration.ofSeconds(75), condition);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; failures: " + failures + "; " + told, late);
    }
  }

  @Override
  public void close() {
    queue.close();
    clusters.close();
  }

  private void run(TargetId id, Set<Trigger> why) {
    Target target = targets.find(id).orElseThrow();
    try {
      reconcile(target);
      failures.remove(id);
    } catch (Stopped stopped) {
      failures.put(id, stopped.failure());
      if (!stopped.failure().message().contains(AWAY)) {
        queue.addAfter(id, Trigger.RETRY, Duration.ofMillis(500));
      }
    }
  }

  private void reconcile(Target target) throws Stopped {
    Clusters.Connected cluster = clusters.get(target.cluster());
    LiveState state =
        new LiveState(
            cluster.cluster(), cluster.observations(), inventories, new FirstClaims(), self, 8);
    Live live =
        state.read(
            target,
            ClusterRig.desired(manifest(target)),
            OtherTargets.NONE,
            ApplicationSettings.NONE.ignoreDifferences());
    Plan plan =
        Planner.plan(
            ThreeWayDiff.between(
                live, healing.contests(target.id()), OtherTargets.NONE, target.sync().adoption()),
            target.sync());
    Revision revision = new Revision("config", "c".repeat(40));
    var outcome =
        new Applier(cluster.cluster(), cluster.observations(), inventories, 8)
            .run(
                target.id(),
                revision,
                live.inventory(),
                plan,
                new BranchTips((repository, branch) -> revision).next(target).permit());
    for (var result : outcome.results()) {
      if (result.failure().isPresent()) {
        throw new Stopped(result.failure().get());
      }
    }
  }

  private dev.sluice.model.Manifest manifest(Target target) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s"}, "data": {"value": "%s"}}
        """
            .formatted(target.id().application(), NAMESPACE, wanted.get(target.id())));
  }

  private static String value(KubernetesClient admin, TargetId id) {
    var map = admin.configMaps().inNamespace(NAMESPACE).withName(id.application()).get();
    return map == null ? "" : map.getData().get("value");
  }

  private static ClusterSettings settings(String name, ControlPlane plane) {
    return new ClusterSettings(name, new ClusterSettings.Access.Kubeconfig(plane.kubeconfig(), ""));
  }

  private static Target target(String name, String cluster) {
    return new Target(
        new TargetId("config", name, "dev"),
        "overlays/x/dev",
        NAMESPACE,
        cluster,
        "main",
        SyncPolicy.DEFAULT);
  }

  /** As the daemon does: who comes back has its targets run. */
  private final class Reach implements ReachListener {

    @Override
    public void away(String cluster, Failure why) {
      told.add(cluster + " away");
    }

    @Override
    public void back(String cluster) {
      told.add(cluster + " back");
      targets.all().stream()
          .filter(target -> target.cluster().equals(cluster))
          .forEach(target -> queue.add(target.id(), Trigger.CLUSTER_EVENT));
    }
  }
}
