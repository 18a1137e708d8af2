package dev.sluice.apply;

import dev.sluice.diff.HandOver;
import dev.sluice.fields.Fingerprints;
import dev.sluice.kube.Cluster;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.Optional;

/** Takes an object over from whoever made it. */
final class Adopter {

  /** A controller that reports a status every second must not keep us from ever getting through. */
  private static final int MOST_TRIES = 5;

  private final Cluster cluster;
  private final Writer writer;

  Adopter(Cluster cluster) {
    this.cluster = cluster;
    this.writer = new Writer(cluster);
  }

  /**
   * Hands the object over, then applies: a crash in between leaves it ours with old values, which
   * the next run mends. Where no dry run could tell what will be ours, the apply comes first.
   */
  LiveObject adopt(Subject subject, Manifest manifest) throws Stopped {
    if (subject.state()
        instanceof ObjectState.Present(LiveObject live, Prediction.Predicted(LiveObject then))) {
      var unused = handOver(subject, manifest, live, then);
      return apply(manifest);
    }
    LiveObject applied = apply(manifest);
    return handOver(subject, manifest, applied, applied);
  }

  private LiveObject handOver(
      Subject subject, Manifest manifest, LiveObject seen, LiveObject predicted) throws Stopped {
    LiveObject live = seen;
    for (int tries = 1; ; tries++) {
      try {
        return cluster.amend(
            subject.kind(), subject.key(), HandOver.patch(live, predicted, manifest));
      } catch (Stopped conflict) {
        if (conflict.failure().reason() != Reason.STATE_CONFLICT || tries == MOST_TRIES) {
          throw conflict;
        }
        live = unlessChanged(subject, live, conflict);
      }
    }
  }

  /** The object as it is now, if nothing but its status has moved: the plan showed it otherwise. */
  private LiveObject unlessChanged(Subject subject, LiveObject before, Stopped conflict)
      throws Stopped {
    Optional<LiveObject> now = cluster.get(subject.kind(), subject.key());
    if (now.isEmpty() || !declared(now.get()).equals(declared(before))) {
      throw conflict;
    }
    return now.get();
  }

  private static String declared(LiveObject live) {
    return live.uid()
        + Fingerprints.own(live, Labels.FIELD_MANAGER)
        + Fingerprints.foreign(live, Labels.FIELD_MANAGER);
  }

  private LiveObject apply(Manifest manifest) throws Stopped {
    return writer.apply(manifest, Cluster.Ownership.FORCE);
  }
}
