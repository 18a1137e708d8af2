package dev.sluice.loop.promotion;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.report.StandbyListener;
import java.time.Duration;

/**
 * How standbys are watched over.
 *
 * @param look finds out whether one could take over
 * @param interval after which that is found out again although nothing new came there
 * @param listener hears how they fare
 */
public record Standbys(Look look, Duration interval, StandbyListener listener) {

  /** Finds out whether a standby could take over. */
  @FunctionalInterface
  public interface Look {

    /**
     * What there is to know; takes requests.
     *
     * @throws Stopped when that cannot be found out
     */
    StandbyEvidence at(Target target) throws Stopped;
  }
}
