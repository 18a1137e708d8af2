package dev.sluice.kube;

import dev.sluice.model.ApiKind;

/**
 * How a cluster serves a kind.
 *
 * @param kind the kind in this version
 * @param plural its name in paths
 * @param scope where its objects live
 */
public record KindInfo(ApiKind kind, String plural, Scope scope) {

  /** Where objects live. */
  public enum Scope {
    NAMESPACED,
    CLUSTER
  }
}
