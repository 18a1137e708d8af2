package dev.sluice.loop.promotion;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Promotion;
import java.util.List;

/** Where revisions on their way are written down, so that a restart knows them. */
public interface PromotionRecords {

  /** All of them. */
  List<Promotion> list() throws Stopped;

  /**
   * Writes one; the same id again replaces what was written.
   *
   * @return what is written now: something else where somebody else was first
   */
  Promotion write(Promotion promotion) throws Stopped;
}
