package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What rendered Services lead to, and what a second one for the same Pods may take over. */
final class Services {

  /** What a Service is given by the cluster, or has only once. */
  private static final List<String> ONLY_ONCE =
      List.of(
          "clusterIP",
          "clusterIPs",
          "externalIPs",
          "externalName",
          "externalTrafficPolicy",
          "healthCheckNodePort",
          "loadBalancerClass",
          "loadBalancerIP",
          "loadBalancerSourceRanges",
          "allocateLoadBalancerNodePorts");

  private Services() {}

  static boolean is(Manifest one) {
    return Objects.is(one, "", "Service");
  }

  static Map<String, Object> selector(Manifest service) {
    return Trees.map(Objects.spec(service), "selector");
  }

  /** Whether the Pods of a workload are among those that a Service selects. */
  static boolean leadsTo(Manifest service, Manifest workload) {
    Map<String, Object> selector = selector(service);
    return !selector.isEmpty()
        && workload.namespace().equals(service.namespace())
        && Objects.podLabels(workload).entrySet().containsAll(selector.entrySet());
  }

  /** The spec of a Service beside this one, with no address outside and no port of the nodes. */
  static Map<String, Object> inside(Manifest service, Map<String, Object> selector) {
    Map<String, Object> spec = new LinkedHashMap<>(Objects.spec(service));
    ONLY_ONCE.forEach(spec::remove);
    spec.put("type", "ClusterIP");
    spec.put("ports", Trees.maps(spec, "ports").stream().map(Services::port).toList());
    spec.put("selector", selector);
    return spec;
  }

  private static Map<String, Object> port(Map<String, Object> port) {
    Map<String, Object> own = new LinkedHashMap<>(port);
    own.remove("nodePort");
    return own;
  }
}
