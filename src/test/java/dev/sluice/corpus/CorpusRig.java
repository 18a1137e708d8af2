package dev.sluice.corpus;

import dev.sluice.apply.Applier;
import dev.sluice.apply.Outcome;
import dev.sluice.diff.Changes;
import dev.sluice.diff.ThreeWayDiff;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.kube.Requests;
import dev.sluice.live.FirstClaims;
import dev.sluice.live.Live;
import dev.sluice.live.LiveState;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Reduction;
import dev.sluice.loop.HealBudget;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Planner;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.Desired;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.rules.BundledRules;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.TestCluster;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stages of the house on the shared API server, for the targets of one case. */
final class CorpusRig implements AutoCloseable {

  private static final int PARALLELISM = 4;

  /** One run: the plan that was made and what came of it. */
  record Run(Live live, Changes changes, Plan plan, Outcome outcome) {}

  final String namespace = TestCluster.newNamespaceForPods("corpus");
  final Requests requests = new Requests();

  private final KustomizeRenderer renderer;
  private final Clusters clusters =
      new Clusters(
          List.of(
              new ClusterSettings(
                  "",
                  new ClusterSettings.Access.Kubeconfig(
                      TestCluster.shared().kubeconfig("admin"), ""))),
          new Reduction(new HealthRules(RuleBook.EMPTY, new BundledRules()))::of,
          requests,
          InstantSource.system());
  private final FirstClaims claims = new FirstClaims();
  private final InventoryStore inventories;
  private final HealBudget healing =
      new HealBudget(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
  private final Map<String, Desired> desired = new HashMap<>();
  private int commits;

  CorpusRig(KustomizeRenderer renderer) throws Stopped {
    this.renderer = renderer;
    this.inventories =
        new CustomResourceInventoryStore(
            clusters.get(""), TestCluster.newNamespace("corpus-state"));
  }

  Cluster cluster() throws Stopped {
    return clusters.get("").cluster();
  }

  Observations observations() throws Stopped {
    return clusters.get("").observations();
  }

  Inventory inventory(String application) throws Stopped {
    return inventories.load(target(application).id());
  }

  /**
   * A commit, rendered by real kustomize. A kustomization is written unless one of the files is it.
   */
  void commit(String application, SortedMap<String, String> files) throws Stopped {
    MemoryTree tree = new MemoryTree();
    String overlay = target(application).overlay();
    files.forEach((name, text) -> tree.file(overlay + "/" + name, text));
    if (!files.containsKey("kustomization.yaml")) {
      tree.file(
          overlay + "/kustomization.yaml",
          "resources: [" + String.join(", ", files.keySet()) + "]");
    }
    commits++;
    Revision revision = new Revision(namespace, "commit-" + commits);
    desired.put(application, renderer.render(new Source(revision, tree), overlay));
  }

  /** What {@code loop/Reconciler} does, with the commit that was made last. */
  Run reconcile(String application) throws Stopped {
    Target target = target(application);
    Run planned = plan(application, inventories);
    Plan plan = healing.within(target.id(), planned.plan());
    Allowed allowed =
        new BranchTips((repository, branch) -> new Revision(repository, "commit-" + commits))
            .next(target);
    Outcome outcome =
        new Applier(cluster(), observations(), inventories, PARALLELISM)
            .run(
                target.id(),
                allowed.revision(),
                planned.live().inventory(),
                plan,
                allowed.permit());
    return new Run(planned.live(), planned.changes(), plan, outcome);
  }

  /**
   * What a plan says when no hash is remembered, so that every object is compared field by field.
   */
  Changes compared(String application) throws Stopped {
    return plan(application, new WithoutHashes(inventories)).changes();
  }

  @Override
  public void close() {
    clusters.close();
  }

  private Run plan(String application, InventoryStore store) throws Stopped {
    Target target = target(application);
    LiveState state =
        new LiveState(
            cluster(), observations(), store, claims, new Installation("corpus00"), PARALLELISM);
    Live live = state.read(target, desired.get(application), OtherTargets.NONE);
    Changes changes =
        ThreeWayDiff.between(
            live, healing.contests(target.id()), OtherTargets.NONE, target.sync().adoption());
    Plan plan = Planner.plan(changes, target.sync());
    return new Run(live, changes, plan, new Outcome(List.of(), java.util.Optional.empty()));
  }

  private Target target(String application) {
    return new Target(
        new TargetId(namespace, application, "dev"),
        "overlays/" + application + "/dev",
        namespace,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  private record WithoutHashes(InventoryStore store) implements InventoryStore {

    @Override
    public Inventory load(TargetId target) throws Stopped {
      SortedMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>();
      store
          .load(target)
          .entries()
          .forEach((key, entry) ->
              entries.put(
                  key,
                  new Inventory.Entry(key, entry.version(), entry.digest(), "", "", entry.uid())));
      return new Inventory(target, entries);
    }

    @Override
    public void save(Inventory inventory) {
      throw new AssertionError("a plan saves nothing");
    }
  }
}
