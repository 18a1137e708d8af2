package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.Takeover;
import java.util.List;

/** Hears what came of drills, failovers and failbacks. */
public interface TakeoverListener {

  /**
   * The newest drill of a standby that told whether it could take over; heard of again and again,
   * after a restart too.
   */
  void tried(String repository, String environment, Takeover drill);

  /**
   * A takeover has come to its end just now.
   *
   * @param targets the applications of the standby
   * @param takeover all of it; it has an outcome
   */
  void ended(List<TargetId> targets, Takeover takeover);
}
