package dev.sluice.promote.strategy;

import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Services of a release whose traffic goes from slot to slot, and the Deployments behind them.
 *
 * @param services keys of the Services
 * @param workloads keys of the Deployments that they select
 */
record SwitchedServices(Set<ObjectKey> services, Set<ObjectKey> workloads) {

  /**
   * Finds them.
   *
   * @param names what the strategy names; where it names none, every Service that selects a
   *     Deployment
   * @throws Stopped when there is nothing whose traffic could be switched
   */
  static SwitchedServices of(List<DesiredObject> release, List<String> names) throws Stopped {
    SwitchedServices found = find(release, names);
    List<String> missing = new ArrayList<>(names);
    found.services().forEach(key -> missing.remove(key.name()));
    if (!missing.isEmpty()) {
      throw impossible(
          "the strategy switches the Service %s, which is not there or selects no Deployment"
              .formatted(String.join(", ", missing)),
          "Name Services whose selector matches the Pods of a Deployment of the application");
    }
    return found.orFail();
  }

  /**
   * The same, of a release that need not have all of them.
   *
   * @throws Stopped when it has none
   */
  static SwitchedServices among(List<DesiredObject> release, List<String> names) throws Stopped {
    return find(release, names).orFail();
  }

  private static SwitchedServices find(List<DesiredObject> release, List<String> names) {
    Set<ObjectKey> services = new HashSet<>();
    Set<ObjectKey> workloads = new HashSet<>();
    for (DesiredObject service : release) {
      if (Services.is(service.manifest())
          && (names.isEmpty() || names.contains(service.manifest().name()))) {
        List<ObjectKey> behind = behind(service.manifest(), release);
        if (!behind.isEmpty()) {
          services.add(service.manifest().key());
          workloads.addAll(behind);
        }
      }
    }
    return new SwitchedServices(Set.copyOf(services), Set.copyOf(workloads));
  }

  private SwitchedServices orFail() throws Stopped {
    if (services.isEmpty()) {
      throw impossible(
          "no Service selects a Deployment, so there is no traffic to switch",
          "Add a Service, or roll the application out with strategy: {rolling: {}}");
    }
    return this;
  }

  static Stopped impossible(String message, String remedy) {
    return new Stopped(Failure.of(Reason.STRATEGY_NOT_APPLICABLE, message, remedy));
  }

  private static List<ObjectKey> behind(Manifest service, List<DesiredObject> release) {
    return release.stream()
        .map(DesiredObject::manifest)
        .filter(one -> Objects.isDeployment(one) && Services.leadsTo(service, one))
        .map(Manifest::key)
        .toList();
  }
}
