package dev.sluice.live;

import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import java.util.Optional;

/** Whether an object is this target's to write. */
final class Ownership {

  private final Claims claims;
  private final Target target;
  private final String cluster;

  Ownership(Claims claims, Target target, String cluster) {
    this.claims = claims;
    this.target = target;
    this.cluster = cluster;
  }

  /** Why a target may not create an object; empty when it may. */
  Optional<Failure> takenElsewhere(Manifest manifest) {
    String wanted = wantedLabel(manifest);
    if (!wanted.equals(Labels.targetName(target.id()))) {
      return Optional.of(reservedLabel(manifest));
    }
    Optional<TargetId> earlier = claims.earlier(target.id(), cluster, manifest.key());
    return earlier.map(other -> wantedByOther(manifest, "the target " + other + " wants it too"));
  }

  /** Why a target may not write an object that is there; empty when it may. */
  Optional<Failure> refusal(Manifest manifest, LiveObject live) {
    String own = Labels.targetName(target.id());
    if (!wantedLabel(manifest).equals(own)) {
      return Optional.of(reservedLabel(manifest));
    }
    String label = live.label(Labels.TARGET);
    if (label.isEmpty() || label.equals(own)) {
      return Optional.empty();
    }
    ObjectKey key = manifest.key();
    return switch (claims.will(label, cluster, key)) {
      case GAVE_UP -> Optional.empty();
      case WANTS -> Optional.of(wantedByOther(manifest, "the target " + label + " wants it too"));
      case UNKNOWN ->
          manifest.annotation(Labels.ADOPT).equals("true")
              ? Optional.empty()
              : Optional.of(
                  wantedByOther(
                      manifest,
                      "it belongs to the target "
                          + label
                          + ", of which this daemon does not know whether it gave it up"));
    };
  }

  private Failure wantedByOther(Manifest manifest, String why) {
    return Failure.at(
        Reason.WANTED_BY_OTHER_TARGET,
        manifest.origin(),
        "metadata.name",
        manifest.key() + ": " + why,
        "Remove it from one of the two; if the other target is gone for good, take it over with "
            + "the annotation "
            + Labels.ADOPT
            + ": \"true\"");
  }

  private static Failure reservedLabel(Manifest manifest) {
    return Failure.at(
        Reason.INVALID_MANIFEST,
        manifest.origin(),
        "metadata.labels",
        "%s sets the label %s, by which Sluice knows whose an object is"
            .formatted(manifest.key(), Labels.TARGET),
        "Remove that label from Git");
  }

  private static String wantedLabel(Manifest manifest) {
    return Trees.string(
        Trees.map(Trees.map(manifest.content(), "metadata"), "labels"), Labels.TARGET);
  }
}
