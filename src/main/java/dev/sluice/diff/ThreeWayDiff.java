package dev.sluice.diff;

import dev.sluice.live.Live;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Subject;
import dev.sluice.model.SyncPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what was last applied, what Git wants, and what the cluster has: one verdict for every
 * object that is wanted or remembered.
 */
public final class ThreeWayDiff {

  private ThreeWayDiff() {}

  /**
   * The verdicts.
   *
   * @param contests which objects were healed too often lately
   * @param others what other targets of this cluster want
   * @param adoption what happens to objects that another tool still owns
   */
  public static Changes between(
      Live live, Contests contests, OtherTargets others, SyncPolicy.Adoption adoption) {
    WantedObjects wanted = new WantedObjects(contests, adoption);
    ExtraObjects extra = new ExtraObjects(live.inventory().target(), live.mark(), others);
    List<Change> changes = new ArrayList<>(live.subjects().size());
    for (Subject subject : live.subjects()) {
      changes.add(
          subject
              .desired()
              .map(desired -> wanted.judge(subject, desired))
              .orElseGet(() -> extra.judge(subject)));
    }
    return new Changes(live.inventory().target(), List.copyOf(changes));
  }
}
