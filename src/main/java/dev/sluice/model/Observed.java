package dev.sluice.model;

import java.util.List;

/**
 * What is kept of a live object once its body is dropped.
 *
 * @param key its identity
 * @param kind the version it was watched in
 * @param target value of its {@code sluice.dev/target} label
 * @param uid its unique id
 * @param resourceVersion its version
 * @param fingerprint hash of the paths we own and the values at them; empty when we own nothing
 * @param foreignHash hash of the fields other managers own, status left out
 * @param foreign the fields others own that a person should hear about
 * @param health how it fares
 * @param terminating whether a delete is being worked off
 */
public record Observed(
    ObjectKey key,
    ApiKind kind,
    String target,
    String uid,
    String resourceVersion,
    String fingerprint,
    String foreignHash,
    List<ForeignField> foreign,
    Health health,
    boolean terminating) {

  /**
   * A field that Git never mentioned.
   *
   * @param path the field, such as {@code spec.template.spec.containers[name=proxy]}
   * @param manager who owns it
   * @param since when that manager last wrote, RFC 3339; empty when unknown
   */
  public record ForeignField(String path, String manager, String since) {}

  /** The same, faring differently. */
  public Observed withHealth(Health other) {
    return other.equals(health)
        ? this
        : new Observed(
            key,
            kind,
            target,
            uid,
            resourceVersion,
            fingerprint,
            foreignHash,
            foreign,
            other,
            terminating);
  }
}
