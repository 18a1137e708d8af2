package dev.sluice.live;

import dev.sluice.kube.KindInfo;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a render itself brings for its other objects: kinds by CRDs, and namespaces. */
final class RenderedKinds {

  private final Map<ApiKind, KindInfo.Scope> scopes = new HashMap<>();
  private final Set<String> namespaces = new HashSet<>();

  RenderedKinds(Desired desired) {
    for (DesiredObject object : desired.objects()) {
      Manifest manifest = object.manifest();
      if (manifest.kind().kind().equals("CustomResourceDefinition")) {
        addKinds(Trees.map(manifest.content(), "spec"));
      }
      if (manifest.kind().group().isEmpty() && manifest.kind().kind().equals("Namespace")) {
        namespaces.add(manifest.name());
      }
    }
  }

  /** Where objects of a kind live, when a CRD of this render brings it. */
  Optional<KindInfo.Scope> scope(ApiKind kind) {
    return Optional.ofNullable(scopes.get(kind));
  }

  /** Whether a namespace is part of this render. */
  boolean bringsNamespace(String namespace) {
    return namespaces.contains(namespace);
  }

  private void addKinds(Map<String, Object> spec) {
    KindInfo.Scope scope =
        Trees.string(spec, "scope").equals("Cluster")
            ? KindInfo.Scope.CLUSTER
            : KindInfo.Scope.NAMESPACED;
    for (Map<String, Object> version : Trees.maps(spec, "versions")) {
      scopes.put(
          new ApiKind(
              Trees.string(spec, "group"),
              Trees.string(version, "name"),
              Trees.string(Trees.map(spec, "names"), "kind")),
          scope);
    }
  }
}
