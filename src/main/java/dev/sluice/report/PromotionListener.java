package dev.sluice.report;

import dev.sluice.promote.machine.Promotion;
import java.util.Optional;

/** Hears of revisions on their way between environments, after it was written down. */
public interface PromotionListener {

  /** An earlier life of the daemon left it. */
  void found(Promotion promotion);

  /**
   * One was written.
   *
   * @param before what it was; empty for a new one
   */
  void written(Optional<Promotion> before, Promotion now);
}
