package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import java.util.List;
import java.util.Map;

/**
 * What a look at the cluster of a standby found.
 *
 * @param namespace of objects that name none
 * @param now what is applied
 * @param active what would be applied in the role active, hooks included
 * @param refused of the latter, what the API server or a guard would not let through, and why
 * @param needed what the latter names and does not bring, and whether it is there
 * @param limits of each namespace that Pods are to run in
 * @param unknown what could not be asked for besides
 */
public record StandbyEvidence(
    String namespace,
    List<Manifest> now,
    List<Manifest> active,
    Map<ObjectKey, Failure> refused,
    Map<Need, Presence> needed,
    Map<String, NamespaceLimits> limits,
    List<Failure> unknown) {

  /** A look that came to nothing. */
  public static StandbyEvidence none(Failure why) {
    return new StandbyEvidence(
        "", List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(why));
  }
}
