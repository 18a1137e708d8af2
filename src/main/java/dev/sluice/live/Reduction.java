package dev.sluice.live;

import dev.sluice.fields.Fingerprints;
import dev.sluice.fields.ForeignFields;
import dev.sluice.health.HealthRules;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;

/** What is kept of an object once its body is dropped. Pure. */
public final class Reduction {

  private Reduction() {}

  /** The hashes and the health of an object. */
  public static Observed of(LiveObject object) {
    return new Observed(
        object.key(),
        object.kind(),
        object.label(Labels.TARGET),
        object.uid(),
        object.resourceVersion(),
        Fingerprints.own(object, Labels.FIELD_MANAGER),
        Fingerprints.foreign(object, Labels.FIELD_MANAGER),
        ForeignFields.of(object, Labels.FIELD_MANAGER),
        HealthRules.assess(object),
        object.terminating());
  }
}
