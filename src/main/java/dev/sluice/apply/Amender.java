package dev.sluice.apply;

import dev.sluice.fields.Amendment;
import dev.sluice.fields.Fingerprints;
import dev.sluice.kube.Cluster;
import dev.sluice.live.Subject;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applies where the apply alone would do harm: before it, who owns what is put right, so that it
 * neither deletes what is left to others nor leaves alive what people share with us.
 */
final class Amender {

  /** A controller that reports its status at the same moment is the usual reason for another. */
  private static final int MOST_TRIES = 5;

  private final Cluster cluster;
  private final Writer writer;

  Amender(Cluster cluster) {
    this.cluster = cluster;
    this.writer = new Writer(cluster);
  }

  /** Applies to an object that is there. */
  LiveObject apply(Subject subject, LiveObject live, Manifest manifest, Amendment amendment)
      throws Stopped {
    // Where the manifest holds live values, it holds the version they were read in. Our own change
    // of owners is no reason to refuse it; another write is, so there is one try only.
    int tries = manifest.isOfOneVersion() ? 1 : MOST_TRIES;
    Optional<LiveObject> amended = amend(subject, live, amendment::patch, tries);
    Manifest now =
        amended.isPresent() ? manifest.atVersion(amended.get().resourceVersion()) : manifest;
    return writer.apply(now, Cluster.Ownership.FORCE);
  }

  /** Applies what is not there, then lets go what is left to others. */
  LiveObject create(Subject subject, Manifest manifest, Cluster.Ownership ownership)
      throws Stopped {
    LiveObject created = writer.apply(manifest, ownership);
    return amend(
            subject,
            created,
            object -> subject.tolerance().handOver(object).patch(object),
            MOST_TRIES)
        .orElse(created);
  }

  /** What the plan was made for: where that moved, another plan is due. */
  private static String ours(LiveObject live) {
    return live.uid() + Fingerprints.own(live, Labels.FIELD_MANAGER);
  }

  private Optional<LiveObject> amend(
      Subject subject,
      LiveObject seen,
      Function<LiveObject, Optional<Map<String, Object>>> patch,
      int mostTries)
      throws Stopped {
    LiveObject live = seen;
    for (int tries = 1; ; tries++) {
      Optional<Map<String, Object>> change = patch.apply(live);
      if (change.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(cluster.amend(subject.kind(), subject.key(), change.get()));
      } catch (Stopped stopped) {
        if (stopped.failure().reason() != Reason.STATE_CONFLICT || tries == mostTries) {
          throw stopped;
        }
        live =
            cluster
                .get(subject.kind(), subject.key())
                .filter(now -> ours(now).equals(ours(seen)))
                .orElseThrow(() -> stopped);
      }
    }
  }
}
