package dev.sluice.live;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.render.DesiredObject;
import java.util.Optional;

/**
 * An object that Git wants, or that the inventory remembers, before it was looked for. At least one
 * of the two is there.
 */
record Wanted(ObjectKey key, Optional<DesiredObject> desired, Optional<Inventory.Entry> recorded) {

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

  Subject as(ObjectState state) {
    return new Subject(key, kind(), desired, recorded, state);
  }
}
