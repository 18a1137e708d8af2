package dev.sluice.promote.strategy;

import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Divides traffic by a second Ingress for the same hosts and paths, with the canary annotations of
 * ingress-nginx. Source:
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 *
 * <p>Of the annotations of the first Ingress none is copied: nginx takes its settings from the
 * first, and others (issuers of certificates, names in DNS) would act on a copy for a second time.
 */
final class NginxRouter implements TrafficRouter {

  private static final String PREFIX = "nginx.ingress.kubernetes.io/";
  private static final String CANARY = PREFIX + "canary";
  private static final String WEIGHT = PREFIX + "canary-weight";
  private static final String CLASS = "kubernetes.io/ingress.class";

  private final List<Manifest> ingresses;
  private final List<String> others = new ArrayList<>();

  /** Reads the routes of the stable release: they are what traffic comes by. */
  NginxRouter(List<Manifest> stable) {
    this.ingresses = new ArrayList<>();
    for (Manifest one : stable) {
      if (one.kind().kind().equals("Ingress") && one.kind().group().equals("networking.k8s.io")) {
        boolean usable = isOfNginx(one) && !Objects.annotations(one).containsKey(CANARY);
        if (usable) {
          ingresses.add(one);
        } else {
          others.add(one.name());
        }
      }
    }
  }

  @Override
  public SortedSet<String> services() throws Stopped {
    SortedSet<String> services = new TreeSet<>();
    for (Manifest ingress : ingresses) {
      for (Map<String, Object> path : paths(ingress)) {
        services.add(service(path));
      }
    }
    services.remove("");
    if (services.isEmpty()) {
      throw CanaryObjects.impossible(
          "no Ingress of nginx leads to a Service of the stable release"
              + (others.isEmpty()
                  ? ""
                  : "; of %s nothing says that nginx serves them (spec.ingressClassName)"
                      .formatted(others)));
    }
    return services;
  }

  @Override
  public List<Manifest> routes(Map<String, String> copies, int weight) throws Stopped {
    List<Manifest> routes = new ArrayList<>();
    SortedSet<String> missing = new TreeSet<>(copies.keySet());
    for (Manifest ingress : ingresses) {
      List<Object> rules = rules(ingress, copies);
      if (!rules.isEmpty()) {
        routes.add(copy(ingress, rules, weight));
        paths(ingress).forEach(path -> missing.remove(service(path)));
      }
    }
    if (!missing.isEmpty()) {
      throw CanaryObjects.impossible(
          "no Ingress of nginx in the stable release leads to the Service(s) "
              + String.join(", ", missing));
    }
    return routes;
  }

  private static Manifest copy(Manifest ingress, List<Object> rules, int weight) throws Stopped {
    Map<String, Object> annotations = new LinkedHashMap<>();
    Map<String, Object> before = Objects.annotations(ingress);
    for (String kept : List.of(CLASS, Labels.WAVE, Labels.ARGOCD_WAVE)) {
      if (before.containsKey(kept)) {
        annotations.put(kept, before.get(kept));
      }
    }
    annotations.put(CANARY, "true");
    annotations.put(WEIGHT, Integer.toString(weight));
    Map<String, Object> spec = new LinkedHashMap<>();
    Map<String, Object> old = Objects.spec(ingress);
    if (old.containsKey("ingressClassName")) {
      spec.put("ingressClassName", old.get("ingressClassName"));
    }
    spec.put("rules", rules);
    return CanaryCopies.named(ingress, annotations, spec);
  }

  private static List<Object> rules(Manifest ingress, Map<String, String> copies) {
    List<Object> rules = new ArrayList<>();
    for (Map<String, Object> rule : Trees.maps(Objects.spec(ingress), "rules")) {
      List<Object> paths = new ArrayList<>();
      for (Map<String, Object> path : Trees.maps(Trees.map(rule, "http"), "paths")) {
        String copy = copies.get(service(path));
        if (copy != null) {
          paths.add(leadingTo(copy, path));
        }
      }
      if (!paths.isEmpty()) {
        Map<String, Object> changed = new LinkedHashMap<>(rule);
        changed.put("http", Map.of("paths", paths));
        rules.add(changed);
      }
    }
    return rules;
  }

  private static Map<String, Object> leadingTo(String copy, Map<String, Object> path) {
    Map<String, Object> backend = new LinkedHashMap<>(Trees.map(path, "backend"));
    Map<String, Object> service = new LinkedHashMap<>(Trees.map(backend, "service"));
    service.put("name", copy);
    backend.put("service", service);
    Map<String, Object> changed = new LinkedHashMap<>(path);
    changed.put("backend", backend);
    return changed;
  }

  private static List<Map<String, Object>> paths(Manifest ingress) {
    return Trees.maps(Objects.spec(ingress), "rules").stream()
        .flatMap(rule -> Trees.maps(Trees.map(rule, "http"), "paths").stream())
        .toList();
  }

  private static String service(Map<String, Object> path) {
    return Trees.string(Trees.map(Trees.map(path, "backend"), "service"), "name");
  }

  /** Another controller would take the second Ingress for a competitor, without any weight. */
  private static boolean isOfNginx(Manifest ingress) {
    Map<String, Object> annotations = Objects.annotations(ingress);
    return Trees.string(Objects.spec(ingress), "ingressClassName").contains("nginx")
        || Trees.string(annotations, CLASS).contains("nginx")
        || annotations.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
  }
}
