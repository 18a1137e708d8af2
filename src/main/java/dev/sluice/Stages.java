package dev.sluice;

import dev.sluice.apply.Applier;
import dev.sluice.apply.HookRunner;
import dev.sluice.config.SluiceConfig;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.live.FirstClaims;
import dev.sluice.live.LiveState;
import dev.sluice.loop.ClusterStages;
import dev.sluice.loop.EventRouter;
import dev.sluice.loop.TargetQueue;
import dev.sluice.loop.Targets;
import dev.sluice.loop.Trigger;
import dev.sluice.model.Account;
import dev.sluice.model.Installation;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stages of each cluster, made when it is first needed. */
final class Stages implements ClusterStages.Directory {

  private final SluiceConfig config;
  private final Clusters clusters;
  private final InstallationStore installation;
  private final InventoryStore inventories;
  private final Targets targets;
  private final TargetQueue queue;
  private final FirstClaims claims = new FirstClaims();
  private final Map<Place, ClusterStages> made = new ConcurrentHashMap<>();
  private final Set<String> heard = new HashSet<>();

  private record Place(String cluster, Optional<Account> account) {}

  /**
   * Makes them of these.
   *
   * @param queue runs whom an event of a cluster concerns
   */
  Stages(
      SluiceConfig config,
      Clusters clusters,
      InstallationStore installation,
      InventoryStore inventories,
      Targets targets,
      TargetQueue queue) {
    this.config = config;
    this.clusters = clusters;
    this.installation = installation;
    this.inventories = inventories;
    this.targets = targets;
    this.queue = queue;
  }

  @Override
  public ClusterStages of(Target target) throws Stopped {
    Place place = new Place(target.cluster(), new Accounts(config).of(target));
    ClusterStages known = made.get(place);
    return known == null ? make(place) : known;
  }

  private synchronized ClusterStages make(Place place) throws Stopped {
    ClusterStages known = made.get(place);
    if (known != null) {
      return known;
    }
    Installation self = installation.establish();
    Clusters.Connected cluster = clusters.get(place.cluster());
    if (heard.add(place.cluster())) {
      cluster
          .observations()
          .subscribe(new EventRouter(targets, self, id -> queue.add(id, Trigger.CLUSTER_EVENT)));
    }
    Cluster requests = place.account().map(cluster::cluster).orElseGet(cluster::cluster);
    ClusterStages stages =
        new ClusterStages(
            new LiveState(
                requests, cluster.observations(), inventories, claims, self, config.parallelism()),
            new Applier(requests, cluster.observations(), inventories, config.parallelism()),
            new HookRunner(requests, cluster.observations(), inventories, self),
            cluster.observations());
    made.put(place, stages);
    return stages;
  }
}
