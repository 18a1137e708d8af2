package dev.sluice;

import dev.sluice.config.SluiceConfig;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Clusters;
import dev.sluice.model.Account;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.Optional;

/**
 * In whose name clusters are written to.
 *
 * @param config names the account of those that name none
 */
record Accounts(SluiceConfig config) {

  /** The account of a target; empty for the daemon's own. */
  Optional<Account> of(Target target) {
    return target
        .account()
        .or(() ->
            Account.of(config.defaultServiceAccount().orElse(""), target.effectiveNamespace()));
  }

  /** The cluster of a target, in the name of its account. */
  Cluster cluster(Clusters clusters, Target target) throws Stopped {
    Clusters.Connected cluster = clusters.get(target.cluster());
    return of(target).map(cluster::cluster).orElseGet(cluster::cluster);
  }
}
