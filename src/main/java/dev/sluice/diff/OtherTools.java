package dev.sluice.diff;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Other tools that would fight for an object. Judged by what they alone write; the label {@code
 * app.kubernetes.io/managed-by: Helm} is not among it, for charts rendered into Git carry it too.
 */
enum OtherTools {
  ARGO_CD(
      "Argo CD",
      Set.of("argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance"),
      Set.of("argocd-controller", "argocd-application-controller")),
  FLUX(
      "Flux",
      Set.of("kustomize.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/name"),
      Set.of("kustomize-controller", "helm-controller")),
  HELM("Helm", Set.of("meta.helm.sh/release-name"), Set.of("helm"));

  private final String title;
  private final Set<String> marks;
  private final Set<String> managers;

  OtherTools(String title, Set<String> marks, Set<String> managers) {
    this.title = title;
    this.marks = marks;
    this.managers = managers;
  }

  /** Name of the tool that owns a live object; empty when none does. */
  static Optional<String> owning(LiveObject live) {
    for (OtherTools tool : values()) {
      if (tool.owns(live)) {
        return Optional.of(tool.title);
      }
    }
    return Optional.empty();
  }

  private boolean owns(LiveObject live) {
    for (String place : List.of("labels", "annotations")) {
      Map<String, Object> noted = Trees.map(live.metadata(), place);
      if (marks.stream().anyMatch(noted::containsKey)) {
        return true;
      }
    }
    return live.managedFields().stream()
        .anyMatch(entry -> managers.contains(Trees.string(entry, "manager")));
  }
}
