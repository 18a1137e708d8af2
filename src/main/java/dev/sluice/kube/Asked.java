package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import java.util.Optional;

/**
 * What was asked of an API server: what a message about its refusal has to name.
 *
 * @param cluster registered name of the cluster
 * @param verb the verb as RBAC knows it, such as {@code patch}
 * @param kind the kind
 * @param plural its name in paths and in RBAC rules
 * @param key the object
 * @param manifest what was sent; empty where nothing was
 */
record Asked(
    String cluster,
    String verb,
    ApiKind kind,
    String plural,
    ObjectKey key,
    Optional<Manifest> manifest) {

  static Asked about(String cluster, String verb, KindInfo info, ObjectKey key) {
    return new Asked(cluster, verb, info.kind(), info.plural(), key, Optional.empty());
  }

  static Asked to(String cluster, KindInfo info, Manifest manifest) {
    return new Asked(
        cluster, "patch", info.kind(), info.plural(), manifest.key(), Optional.of(manifest));
  }

  Origin origin() {
    return manifest.map(Manifest::origin).orElse(Origin.UNKNOWN);
  }

  boolean isAboutSecret() {
    return kind.group().isEmpty() && kind.kind().equals("Secret");
  }

  /** The RBAC rule without which this is forbidden. */
  String rule() {
    return "{apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"%s\"]}"
        .formatted(kind.group(), plural, verb);
  }
}
