package dev.sluice.promote.strategy;

import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is applied beside a stable release while a new one gets a share of the traffic: copies of
 * its Deployments, what they need, their Services, and the routes that divide the traffic. The
 * stable release is not touched: taking the copies away is all it takes to go back.
 */
public final class CanaryObjects {

  private CanaryObjects() {}

  /**
   * The copies.
   *
   * @param how the strategy of the release
   * @param stable the release that carries the traffic, as it renders
   * @param coming the release that gets a share of it, as it renders
   * @param weight the share in percent; 0 while it only comes up
   * @throws Stopped when they cannot run side by side; the message says what is missing
   */
  public static List<Manifest> of(
      Strategy how, List<Manifest> stable, List<Manifest> coming, int weight) throws Stopped {
    if (!(how instanceof Strategy.Canary canary)) {
      throw impossible(
          "the policy of the release says %s, and its entry in the ledger a canary"
              .formatted(how.word()));
    }
    TrafficRouter router =
        switch (canary.router()) {
          case NGINX -> new NginxRouter(stable);
        };
    CanaryMembers members = CanaryMembers.of(canary.services(), router, stable, coming);
    CanaryCopies copies = new CanaryCopies(members, stable, coming);
    List<Manifest> all = new ArrayList<>(copies.all());
    all.addAll(router.routes(copies.services(), weight));
    requireNew(all, stable, coming);
    return all;
  }

  private static void requireNew(
      List<Manifest> copies, List<Manifest> stable, List<Manifest> coming) throws Stopped {
    Set<ObjectKey> taken = new HashSet<>();
    stable.forEach(one -> taken.add(one.key()));
    Set<ObjectKey> known = new HashSet<>();
    coming.forEach(one -> known.add(one.key()));
    for (Manifest copy : copies) {
      boolean copied = copy.name().endsWith(CanaryCopies.SUFFIX) && known.contains(copy.key());
      if (!taken.add(copy.key()) || copied) {
        throw impossible(
            "%s is in the overlay already, and is the name of a copy here".formatted(copy.key()));
      }
    }
  }

  static Stopped impossible(String message) {
    return new Stopped(
        Failure.of(
            Reason.STRATEGY_NOT_APPLICABLE,
            "no canary is possible: " + message,
            "Nothing of the release is applied. Mend its overlay, or choose another strategy for"
                + " the environment"));
  }
}
