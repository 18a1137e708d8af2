package dev.sluice.loop;

import dev.sluice.apply.Applier;
import dev.sluice.apply.HookRunner;
import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.fields.Digests;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.live.FirstClaims;
import dev.sluice.live.Live;
import dev.sluice.live.LiveState;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Reduction;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.rules.BundledRules;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * One daemon's stages from the live state to the applier, on the shared API server: what Git wants
 * is handed in.
 */
final class ClusterRig implements AutoCloseable {

  /** What one run came to. */
  record Run(Changes changes, Plan plan, Outcome outcome) {

    List<Failure> failures() {
      return outcome.results().stream().flatMap(result -> result.failure().stream()).toList();
    }

    Change change() {
      return changes.all().getFirst();
    }
  }

  final String state;
  final Requests requests = new Requests();

  private final Clusters clusters;
  private final HealBudget healing = new HealBudget(Clock.systemUTC());
  private final InventoryStore inventories;
  private final ClusterStages stages;
  final Installation installation;

  ClusterRig() throws Stopped {
    this(TestCluster.shared().kubeconfig("admin"), TestCluster.newNamespace("rig-state"));
  }

  /**
   * One life of a daemon that may have had others.
   *
   * @param kubeconfig how it reaches the cluster
   * @param state the namespace of its own resources
   */
  ClusterRig(Path kubeconfig, String state) throws Stopped {
    this.state = state;
    this.clusters =
        new Clusters(
            List.of(new ClusterSettings("", new ClusterSettings.Access.Kubeconfig(kubeconfig, ""))),
            new Reduction(new HealthRules(RuleBook.EMPTY, new BundledRules()))::of,
            requests,
            InstantSource.system());
    Clusters.Connected own = clusters.get("");
    installation = new InstallationStore(own.cluster(), state).establish();
    inventories = new CustomResourceInventoryStore(own, state);
    stages =
        new ClusterStages(
            new LiveState(
                own.cluster(), own.observations(), inventories, new FirstClaims(), installation, 8),
            new Applier(own.cluster(), own.observations(), inventories, 8),
            new HookRunner(own.cluster(), own.observations(), inventories, installation),
            own.observations());
  }

  ClusterStages stages() {
    return stages;
  }

  Cluster cluster() throws Stopped {
    return clusters.get("").cluster();
  }

  @Override
  public void close() {
    clusters.close();
  }

  static Target target(String namespace, String application, SyncPolicy sync) {
    return new Target(
        new TargetId("config", application, "dev"), "overlays/x/dev", namespace, "", "main", sync);
  }

  static SyncPolicy policy(SyncPolicy.Adoption adoption) {
    SyncPolicy usual = SyncPolicy.DEFAULT;
    return new SyncPolicy(
        usual.prune(),
        usual.selfHeal(),
        usual.maxDeletions(),
        usual.namespaces(),
        adoption,
        usual.foreign());
  }

  static Manifest manifest(String json) {
    return TestAccess.manifest(json);
  }

  /** One run, as the reconciler makes it. */
  Run run(Target target, Manifest... manifests) throws Stopped {
    return run(target, ApplicationSettings.NONE, manifests);
  }

  /** One run of an application with settings of its own. */
  Run run(Target target, ApplicationSettings settings, Manifest... manifests) throws Stopped {
    Revision revision = new Revision("config", "c".repeat(40));
    Live live =
        stages
            .live()
            .read(target, desired(manifests), OtherTargets.NONE, settings.ignoreDifferences());
    Changes changes =
        ThreeWayDiff.between(
            live, healing.contests(target.id()), OtherTargets.NONE, target.sync().adoption());
    Plan plan = healing.within(target.id(), Planner.plan(changes, target.sync()));
    Outcome outcome =
        stages
            .applier()
            .run(
                target.id(),
                revision,
                live.inventory(),
                plan,
                new BranchTips((repository, branch) -> revision).next(target).permit());
    return new Run(changes, plan, outcome);
  }

  /** What a target's objects hold that Git never mentioned: path and manager. */
  List<String> foreign(Target target) {
    return stages.observations().of(installation.mark(target.id())).stream()
        .flatMap(object -> object.foreign().stream())
        .map(field -> field.path() + " by " + field.manager())
        .toList();
  }

  /** Whether the watches have seen this version of an object, or a later one. */
  boolean sees(Target target, HasMetadata object) {
    long version = Long.parseLong(object.getMetadata().getResourceVersion());
    return stages.observations().of(installation.mark(target.id())).stream()
        .filter(seen -> seen.key().name().equals(object.getMetadata().getName()))
        .anyMatch(seen -> Long.parseLong(seen.resourceVersion()) >= version);
  }

  /** Whether the watches know of any object with a label value. */
  boolean seesLabelled(String mark) {
    return !stages.observations().of(mark).isEmpty();
  }

  /** Whether the watches have seen this version of a ConfigMap, whosever it is, or a later one. */
  boolean seesObject(ConfigMap map) {
    ObjectKey key =
        new ObjectKey(
            "", "ConfigMap", map.getMetadata().getNamespace(), map.getMetadata().getName());
    return stages
        .observations()
        .find(key)
        .filter(seen ->
            Long.parseLong(seen.resourceVersion())
                >= Long.parseLong(map.getMetadata().getResourceVersion()))
        .isPresent();
  }

  /** Runs until there is nothing left to do; watches bring what happened meanwhile. */
  Run settle(Target target, Manifest... manifests) {
    return settle(target, ApplicationSettings.NONE, manifests);
  }

  /** The same for an application with settings of its own. */
  Run settle(Target target, ApplicationSettings settings, Manifest... manifests) {
    Run[] last = new Run[1];
    TestAccess.until(
        "nothing is left to do",
        () -> {
          try {
            last[0] = run(target, settings, manifests);
            return last[0].plan().isEmpty();
          } catch (Stopped stopped) {
            throw new AssertionError(stopped);
          }
        });
    return last[0];
  }

  static Desired desired(Manifest... manifests) {
    List<DesiredObject> objects =
        Arrays.stream(manifests)
            .map(m -> new DesiredObject(m, Digests.sha256(m.content())))
            .toList();
    return new Desired(objects, new Closure("test", new TreeMap<>()), "", List.of());
  }
}
