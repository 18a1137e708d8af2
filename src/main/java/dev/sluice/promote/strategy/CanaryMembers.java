package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of a new release gets a share of the traffic.
 *
 * @param services whose traffic is divided
 * @param deployments that serve them
 */
record CanaryMembers(List<Manifest> services, List<Manifest> deployments) {

  static CanaryMembers of(
      List<String> named, TrafficRouter router, List<Manifest> stable, List<Manifest> coming)
      throws Stopped {
    SortedSet<String> names = named.isEmpty() ? router.services() : new TreeSet<>(named);
    List<Manifest> services = new ArrayList<>();
    List<Manifest> deployments = new ArrayList<>();
    for (String name : names) {
      requireIn(stable, name);
      Manifest service = service(coming, name).orElseThrow(() -> missing(name, "new"));
      services.add(service);
      for (Manifest workload : behind(service, coming)) {
        if (!deployments.contains(workload)) {
          deployments.add(workload);
        }
      }
    }
    return new CanaryMembers(List.copyOf(services), List.copyOf(deployments));
  }

  private static void requireIn(List<Manifest> stable, String name) throws Stopped {
    if (service(stable, name).isEmpty()) {
      throw missing(name, "stable");
    }
  }

  private static Stopped missing(String name, String release) {
    return CanaryObjects.impossible(
        "the %s release has no Service %s (strategy.canary.services names those to divide)"
            .formatted(release, name));
  }

  private static Optional<Manifest> service(List<Manifest> objects, String name) {
    return objects.stream().filter(Services::is).filter(one -> one.name().equals(name)).findFirst();
  }

  private static List<Manifest> behind(Manifest service, List<Manifest> coming) throws Stopped {
    List<Manifest> serving = coming.stream().filter(one -> Services.leadsTo(service, one)).toList();
    for (Manifest one : serving) {
      if (!Objects.isDeployment(one)) {
        throw CanaryObjects.impossible(
            "the Service %s leads to %s, and only Deployments can be copied"
                .formatted(service.name(), one.key()));
      }
    }
    if (serving.isEmpty()) {
      throw CanaryObjects.impossible(
          "the Service %s selects no Deployment of the new release".formatted(service.name()));
    }
    return serving;
  }
}
