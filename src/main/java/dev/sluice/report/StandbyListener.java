package dev.sluice.report;

import dev.sluice.model.TargetId;
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

  /** A target is no more, or stands by for nothing any more. */
  void gone(TargetId target);
}
