package dev.sluice.live;

import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the controller of Argo Rollouts writes while a Rollout goes through its steps. Source: the
 * specification of the Rollout and the pages on traffic management,
 * https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/
 *
 * <p>With nginx and SMI it makes objects of its own and leaves those of Git alone.
 */
final class ArgoRollout {

  private static final String HASH = "rollouts-pod-template-hash";
  private static final String MANAGED =
      "/metadata/annotations/" + Delegated.step("argo-rollouts.argoproj.io/managed-by-rollouts");
  private static final String ISTIO = "networking.istio.io";
  private static final String GATEWAY = "gateway.networking.k8s.io";
  private static final String GATEWAY_PLUGIN = "argoproj-labs/gatewayAPI";

  private final Delegated left;
  private final Map<String, Object> spec;
  private final Map<String, Object> canary;
  private final Map<String, Object> routing;

  private ArgoRollout(Manifest rollout) {
    this.left = new Delegated(rollout);
    this.spec = Trees.map(rollout.content(), "spec");
    this.canary = Trees.map(Trees.map(spec, "strategy"), "canary");
    this.routing = Trees.map(canary, "trafficRouting");
  }

  static List<IgnoreRule> rules(Manifest rollout) {
    ArgoRollout reading = new ArgoRollout(rollout);
    reading.services();
    reading.istio();
    reading.balancer();
    reading.weights();
    reading.gateway();
    reading.workload();
    return reading.left.rules();
  }

  /** A Service's selector is replaced as a whole: without the rule, an apply wipes the hash. */
  private void services() {
    Map<String, Object> blueGreen = Trees.map(Trees.map(spec, "strategy"), "blueGreen");
    Map<String, Object> pingPong = Trees.map(canary, "pingPong");
    Stream.of(
            Trees.string(canary, "stableService"),
            Trees.string(canary, "canaryService"),
            Trees.string(blueGreen, "activeService"),
            Trees.string(blueGreen, "previewService"),
            Trees.string(pingPong, "pingService"),
            Trees.string(pingPong, "pongService"))
        .distinct()
        .forEach(name -> left.leave("core", "Service", name, "/spec/selector/" + HASH, MANAGED));
  }

  private void istio() {
    Map<String, Object> istio = Trees.map(routing, "istio");
    // Routes that the controller adds come first in the list, and a list of a custom kind is
    // replaced as a whole: only all of it can be left.
    boolean adds = !Trees.maps(routing, "managedRoutes").isEmpty();
    String[] routes = {
      adds ? "/spec/http" : "/spec/http[*]/route[*]/weight",
      "/spec/tls[*]/route[*]/weight",
      "/spec/tcp[*]/route[*]/weight"
    };
    List<Map<String, Object>> services = new ArrayList<>(Trees.maps(istio, "virtualServices"));
    services.add(Trees.map(istio, "virtualService"));
    for (Map<String, Object> service : services) {
      // name.namespace names one elsewhere; the name of a VirtualService here may have dots, too.
      String name = Trees.string(service, "name");
      left.leave(ISTIO, "VirtualService", name, routes);
      int dot = name.lastIndexOf('.');
      if (dot > 0) {
        left.leaveIn(
            name.substring(dot + 1), ISTIO, "VirtualService", name.substring(0, dot), routes);
      }
    }
    Map<String, Object> rule = Trees.map(istio, "destinationRule");
    left.leave(
        ISTIO,
        "DestinationRule",
        Trees.string(rule, "name"),
        subset(Trees.string(rule, "stableSubsetName")),
        subset(Trees.string(rule, "canarySubsetName")),
        MANAGED);
  }

  private static String subset(String name) {
    return "/spec/subsets[name=%s]/labels/%s".formatted(name, HASH);
  }

  /** The controller of AWS load balancers reads the weights from an annotation. */
  private void balancer() {
    Map<String, Object> alb = Trees.map(routing, "alb");
    String root = Trees.string(alb, "rootService");
    String service = root.isEmpty() ? Trees.string(canary, "stableService") : root;
    String prefix = Trees.string(alb, "annotationPrefix");
    String action =
        (prefix.isEmpty() ? "alb.ingress.kubernetes.io" : prefix) + "/actions." + service;
    Stream.concat(
            Stream.of(Trees.string(alb, "ingress")),
            Trees.list(alb, "ingresses").stream().map(String::valueOf))
        .forEach(name ->
            left.leave(
                "networking.k8s.io",
                "Ingress",
                name,
                "/metadata/annotations/" + Delegated.step(action),
                "/metadata/annotations/"
                    + Delegated.step("rollouts.argoproj.io/managed-alb-actions"),
                MANAGED));
  }

  private void weights() {
    left.leave(
        "",
        "TraefikService",
        Trees.string(Trees.map(routing, "traefik"), "weightedTraefikServiceName"),
        "/spec/weighted/services[*]/weight");
    left.leave(
        "apisix.apache.org",
        "ApisixRoute",
        Trees.string(Trees.map(Trees.map(routing, "apisix"), "route"), "name"),
        "/spec/http[*]/backends[*]/weight");
  }

  private void gateway() {
    Map<String, Object> plugin = Trees.map(Trees.map(routing, "plugins"), GATEWAY_PLUGIN);
    String namespace = Trees.string(plugin, "namespace");
    for (String kind : List.of("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute")) {
      // httpRoute: name, or httpRoutes: [{name: …}]
      String field = kind.substring(0, kind.length() - 5).toLowerCase(Locale.ROOT);
      Stream.concat(
              Stream.of(Trees.string(plugin, field + "Route")),
              Trees.maps(plugin, field + "Routes").stream()
                  .map(route -> Trees.string(route, "name")))
          .forEach(name -> {
            String weight = "/spec/rules[*]/backendRefs[*]/weight";
            if (namespace.isEmpty()) {
              left.leave(GATEWAY, kind, name, weight);
            } else {
              left.leaveIn(namespace, GATEWAY, kind, name, weight);
            }
          });
    }
  }

  /** A Deployment whose template the Rollout borrows, and which it scales down when told to. */
  private void workload() {
    Map<String, Object> reference = Trees.map(spec, "workloadRef");
    String scaleDown = Trees.string(reference, "scaleDown");
    if (scaleDown.equals("onsuccess") || scaleDown.equals("progressively")) {
      left.leave(
          "apps",
          Trees.string(reference, "kind"),
          Trees.string(reference, "name"),
          "/spec/replicas");
    }
  }
}
