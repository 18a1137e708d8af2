package dev.sluice.loop.promotion;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.report.StandbyListener;
import dev.sluice.report.TakeoverListener;
import java.time.Duration;
import java.util.List;

/**
 * How standbys are watched over.
 *
 * @param look finds out whether one could take over
 * @param interval after which that is found out again although nothing new came there
 * @param listener hears how they fare
 * @param takeovers hear what came of drills, failovers and failbacks
 */
public record Standbys(
    Look look, Duration interval, StandbyListener listener, List<TakeoverListener> takeovers) {

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
