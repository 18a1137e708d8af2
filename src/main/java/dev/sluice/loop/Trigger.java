package dev.sluice.loop;

/** Why a target is run; the order is the order of urgency. */
public enum Trigger {
  /** A person asked. */
  SYNC_REQUESTED(Lane.URGENT),
  /** A new revision may run. */
  REVISION(Lane.URGENT),
  /** An object of the target changed in the cluster. */
  CLUSTER_EVENT(Lane.URGENT),
  /** An application that it waits for stands differently. */
  DEPENDENCY(Lane.URGENT),
  /** The daemon started, or an environment changed. */
  CONFIGURATION(Lane.ROUTINE),
  /** The last run failed, and its pause is over. */
  RETRY(Lane.ROUTINE),
  /** Nothing happened for a while: look again, in case an event was missed. */
  RESYNC(Lane.ROUTINE);

  private final Lane lane;

  Trigger(Lane lane) {
    this.lane = lane;
  }

  /** Which line it waits in. */
  public Lane lane() {
    return lane;
  }

  /** Two lines, so that a restart with many targets never delays a person's edit. */
  public enum Lane {
    URGENT,
    ROUTINE
  }
}
