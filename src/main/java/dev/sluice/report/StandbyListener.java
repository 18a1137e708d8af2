package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.readiness.Readiness;
import java.time.Instant;
import java.util.Optional;

/** Hears how standbys fare. */
public interface StandbyListener {

  /**
   * How far an application of a standby is behind.
   *
   * @param since when what is missing was verified upstream; empty when nothing is missing
   */
  void behind(TargetId target, Optional<Instant> since);

  /** Whether an application of a standby could take over. */
  void judged(TargetId target, Readiness readiness);

  /** It serves now, or nothing runs there: whether it could take over is no question. */
  void serves(TargetId target);

  /** A target is no more, or stands by for nothing any more. */
  void gone(TargetId target);
}
