package dev.sluice.diff;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tools that put objects into clusters, and what they alone write on them. The label {@code
 * app.kubernetes.io/managed-by: Helm} tells of no owner by itself, for charts rendered into Git
 * carry it too; nor does {@code app.kubernetes.io/instance}, which charts set as well as Argo CD.
 */
enum Tool {
  ARGO_CD(
      "Argo CD",
      Set.of("argocd-controller", "argocd-application-controller"),
      Set.of("argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance"),
      Set.of("argocd.argoproj.io/installation-id")),
  FLUX(
      "Flux",
      Set.of("kustomize-controller", "helm-controller"),
      Set.of("kustomize.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/name"),
      Set.of(
          "kustomize.toolkit.fluxcd.io/namespace",
          "kustomize.toolkit.fluxcd.io/checksum",
          "helm.toolkit.fluxcd.io/namespace")),
  HELM(
      "Helm",
      Set.of("helm"),
      Set.of("meta.helm.sh/release-name"),
      Set.of("meta.helm.sh/release-namespace")),
  /**
   * A person's tool: it does not come back by itself, so it owns nothing that must be asked for.
   */
  KUBECTL(
      "kubectl", Set.of(), Set.of(), Set.of("kubectl.kubernetes.io/last-applied-configuration"));

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private final String title;
  private final Set<String> managers;
  private final Set<String> claims;
  private final Set<String> notes;

  /**
   * A tool.
   *
   * @param claims labels and annotations by which it knows its objects
   * @param notes what else it writes for itself
   */
  Tool(String title, Set<String> managers, Set<String> claims, Set<String> notes) {
    this.title = title;
    this.managers = managers;
    this.claims = claims;
    this.notes = notes;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** The tool that owns a live object and would fight for it; empty when none does. */
  static Optional<Tool> owning(LiveObject live) {
    for (Tool tool : values()) {
      if (tool.owns(live)) {
        return Optional.of(tool);
      }
    }
    return Optional.empty();
  }

  /** Whether a field manager belongs to one of the tools, or to a person at a command line. */
  static boolean wrote(String manager) {
    for (Tool tool : values()) {
      if (tool.managers.contains(manager)) {
        return true;
      }
    }
    // What was there before the first server-side apply is nobody's by name.
    return manager.startsWith("kubectl")
        || manager.startsWith("argocd-")
        || manager.equals("flux")
        || manager.equals("before-first-apply");
  }

  /**
   * The labels or annotations of an object that only say whose it is, sorted.
   *
   * @param place {@code labels} or {@code annotations}
   */
  static Set<String> marks(LiveObject live, String place) {
    Map<String, Object> noted = Trees.map(live.metadata(), place);
    Set<String> marks = new TreeSet<>();
    for (Tool tool : values()) {
      noted.keySet().stream()
          .filter(key -> tool.claims.contains(key) || tool.notes.contains(key))
          .forEach(marks::add);
    }
    if (Trees.string(noted, MANAGED_BY).equals("Helm") && HELM.owns(live)) {
      marks.add(MANAGED_BY);
    }
    return marks;
  }

  private boolean owns(LiveObject live) {
    Map<String, Object> labels = Trees.map(live.metadata(), "labels");
    Map<String, Object> annotations = Trees.map(live.metadata(), "annotations");
    return claims.stream().anyMatch(key -> labels.containsKey(key) || annotations.containsKey(key))
        || live.managedFields().stream()
            .anyMatch(entry -> managers.contains(Trees.string(entry, "manager")));
  }
}
