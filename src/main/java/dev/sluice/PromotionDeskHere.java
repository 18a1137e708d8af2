package dev.sluice;

import dev.sluice.door.cli.Ports;
import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourceLedgers;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.Identity;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Waiting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

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

  @Override
  public List<Waiting> waiting(String environment) throws Stopped {
    List<Waiting> waiting = new ArrayList<>();
    try (CustomResourceLedgers ledgers =
        new CustomResourceLedgers(cluster, namespace, (repository, moved) -> {})) {
      for (String repository : ledgers.repositories(environment)) {
        Waiting one = Waiting.in(ledgers.of(repository, environment), environment);
        if (!one.entries().isEmpty()) {
          waiting.add(one);
        }
      }
    }
    return List.copyOf(waiting);
  }
}
