package dev.sluice;

import dev.sluice.door.cli.Ports;
import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.Identity;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.Stopped;
import java.time.Clock;

/** What people read and write of promotions, in one namespace of one cluster. */
record PromotionDeskHere(Clusters.Connected cluster, String namespace, Clock clock)
    implements Ports.PromotionDesk {

  @Override
  public String whoAmI() throws Stopped {
    return Identity.of(cluster);
  }

  @Override
  public TargetStore targets() {
    return new CustomResourceTargetStore(cluster, namespace, clock);
  }

  @Override
  public PromotionStore promotions() {
    return new CustomResourcePromotionStore(cluster, namespace);
  }

  @Override
  public ApprovalStore approvals() {
    return new CustomResourceApprovalStore(cluster, namespace);
  }

  @Override
  public RequestStore requests() {
    return new CustomResourceRequestStore(cluster, namespace, clock);
  }
}
