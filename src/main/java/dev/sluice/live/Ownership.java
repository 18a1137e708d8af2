package dev.sluice.live;

import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import java.util.Optional;

/** Whether an object is this target's to write, by its label: the one place that decides it. */
final class Ownership {

  private final FirstClaims claims;
  private final OtherTargets others;
  private final Installation installation;
  private final Target target;
  private final String cluster;

  Ownership(
      FirstClaims claims,
      OtherTargets others,
      Installation installation,
      Target target,
      String cluster) {
    this.claims = claims;
    this.others = others;
    this.installation = installation;
    this.target = target;
    this.cluster = cluster;
  }

  /** Why a target may not create an object; empty when it may. */
  Optional<Failure> takenElsewhere(Manifest manifest) {
    if (!wantedLabel(manifest).equals(mark())) {
      return Optional.of(reservedLabel(manifest));
    }
    Optional<TargetId> earlier = claims.earlier(target.id(), cluster, manifest.key());
    // Who asked first may have gone, or have changed its mind: then it is free.
    return earlier
        .filter(other -> others.wantedBy(manifest.key()).isPresent())
        .map(other -> wantedByOther(manifest, "the target " + other + " wants it too"));
  }

  /**
   * Why a target may not write an object that is there; empty when it may.
   *
   * @param recorded what was last applied; a label that was changed by hand on that very object is
   *     drift, not a fence
   */
  Optional<Failure> refusal(
      Manifest manifest, LiveObject live, Optional<Inventory.Entry> recorded) {
    if (!wantedLabel(manifest).equals(mark())) {
      return Optional.of(reservedLabel(manifest));
    }
    String label = live.label(Labels.TARGET);
    if (label.isEmpty() || label.equals(mark())) {
      return Optional.empty();
    }
    String other = Installation.idIn(label);
    String name = Installation.nameIn(label);
    boolean applied =
        recorded.map(Inventory.Entry::uid).filter(uid -> uid.equals(live.uid())).isPresent();
    if (!other.isEmpty() && !other.equals(installation.id())) {
      return isAdoptedFrom(manifest, other)
          ? Optional.empty()
          : Optional.of(ofOtherInstallation(manifest, name, other));
    }
    if (name.equals(Labels.targetName(target.id())) || name.equals(Labels.shortName(target.id()))) {
      return ofFirstRelease(manifest, applied);
    }
    return ofOtherTarget(manifest, name, applied);
  }

  /** The name is ours, but who wrote it is not told. */
  private Optional<Failure> ofFirstRelease(Manifest manifest, boolean applied) {
    return applied || isAdoptedFrom(manifest, "true")
        ? Optional.empty()
        : Optional.of(
            wantedByOther(
                manifest,
                "its label names no installation, and this one has not recorded applying it"));
  }

  private Optional<Failure> ofOtherTarget(Manifest manifest, String name, boolean applied) {
    ObjectKey key = manifest.key();
    if (others.givenUp(key, name)) {
      return takenElsewhere(manifest);
    }
    Optional<String> wanting = others.wantedBy(key);
    if (wanting.isPresent()) {
      return Optional.of(wantedByOther(manifest, "the target " + wanting.get() + " wants it too"));
    }
    return applied || isAdoptedFrom(manifest, "true")
        ? Optional.empty()
        : Optional.of(
            wantedByOther(
                manifest,
                "it belongs to the target "
                    + name
                    + ", of which this daemon does not know whether it gave it up"));
  }

  private String mark() {
    return installation.mark(target.id());
  }

  private static boolean isAdoptedFrom(Manifest manifest, String whom) {
    return manifest.annotation(Labels.ADOPT).equals(whom);
  }

  private Failure ofOtherInstallation(Manifest manifest, String name, String other) {
    return Failure.at(
        Reason.OWNED_BY_OTHER_INSTALLATION,
        manifest.origin(),
        "metadata.name",
        "%s belongs to the target %s of the Sluice installation %s; this one is %s"
            .formatted(manifest.key(), name, other, installation.id()),
        "Remove it from one of the two. If the other one has let go for good, take it over with the"
            + " annotation %s: \"%s\". See docs/adoption.md".formatted(Labels.ADOPT, other));
  }

  private static Failure wantedByOther(Manifest manifest, String why) {
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
