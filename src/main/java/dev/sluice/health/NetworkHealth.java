package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;

/** Services: only one that asks for a load balancer has to wait. */
final class NetworkHealth {

  private NetworkHealth() {}

  static Health service(LiveObject object) {
    boolean asks = Trees.string(Trees.map(object.content(), "spec"), "type").equals("LoadBalancer");
    boolean given =
        !Trees.list(Trees.map(Trees.map(object.content(), "status"), "loadBalancer"), "ingress")
            .isEmpty();
    return asks && !given
        ? States.progressing("waits for the address of its load balancer")
        : Health.HEALTHY;
  }
}
