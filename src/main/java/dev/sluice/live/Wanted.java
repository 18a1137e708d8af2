package dev.sluice.live;

import dev.sluice.fields.IgnoredFields;
import dev.sluice.fields.Tolerance;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Inventory;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.render.DesiredObject;
import java.util.Optional;

/**
 * An object that Git wants, or that the inventory remembers, before it was looked for. At least one
 * of the two is there.
 */
record Wanted(
    ObjectKey key,
    Optional<DesiredObject> desired,
    Optional<Inventory.Entry> recorded,
    Tolerance tolerance) {

  /** The kind in the version that Git names, or else the recorded one. */
  ApiKind kind() {
    return desired
        .map(object -> object.manifest().kind())
        .or(() -> recorded.map(Inventory.Entry::kind))
        .orElseThrow();
  }

  /** Whether other objects need it before they can be there at all. */
  boolean isFoundation() {
    return key.kind().equals("CustomResourceDefinition") || isNamespace();
  }

  boolean isNamespace() {
    return key.group().isEmpty() && key.kind().equals("Namespace");
  }

  /** What is to be applied to an object that is there. */
  Wanted onto(LiveObject live, IgnoredFields ignored) {
    Tolerance wider = new Tolerance(ignored, tolerance.foreign());
    return new Wanted(key, desired.map(d -> onto(d, live, ignored)), recorded, wider);
  }

  private static DesiredObject onto(DesiredObject desired, LiveObject live, IgnoredFields ignored) {
    if (ignored.isEmpty()) {
      return desired;
    }
    Manifest whole = desired.manifest();
    return new DesiredObject(
        whole.withContent(ignored.payload(whole.content(), live)), desired.digest());
  }

  Subject as(ObjectState state) {
    return new Subject(key, kind(), desired, recorded, state, tolerance);
  }
}
