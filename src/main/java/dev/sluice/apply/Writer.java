package dev.sluice.apply;

import dev.sluice.fields.ManagedVersions;
import dev.sluice.kube.Cluster;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.Optional;

/** Stores by server-side apply, and mends the record of owners where that stands in the way. */
final class Writer {

  private final Cluster cluster;

  Writer(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Applies; once more where the object's managedFields had to be brought to this version first.
   */
  LiveObject apply(Manifest manifest, Cluster.Ownership ownership) throws Stopped {
    try {
      return cluster.apply(manifest, Cluster.Persistence.STORED, ownership);
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.MANAGED_FIELDS_OUTDATED) {
        throw stopped;
      }
      Optional<LiveObject> live = cluster.get(manifest.kind(), manifest.key());
      if (live.isPresent()) {
        var patch = ManagedVersions.patch(live.get(), manifest.kind().apiVersion());
        cluster.amend(manifest.kind(), manifest.key(), patch);
      }
      return cluster.apply(manifest, Cluster.Persistence.STORED, ownership);
    }
  }
}
