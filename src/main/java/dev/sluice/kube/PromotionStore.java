package dev.sluice.kube;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import java.util.List;

/**
 * The Promotion resources in the daemon's namespace: what is on its way, and the last of what has
 * ended. The ledger is the truth; these may be lost.
 */
public interface PromotionStore {

  /** All of them, in one paged list; what was known before is replaced by it. */
  List<Promotion> list() throws Stopped;

  /**
   * Those of one target as this store knows them, the oldest first. Makes no request once they were
   * listed.
   */
  List<Promotion> of(TargetId target) throws Stopped;

  /**
   * Creates one, or updates it if it still stands as this store knows it; makes no request when
   * nothing changed. Of a target's ended promotions only the last few are kept.
   *
   * @return what is stored: something else than was given when another daemon, or this one before a
   *     crash, had created it already; then nothing was written
   * @throws Stopped with {@code StateConflict} when somebody else changed it meanwhile; {@link #of}
   *     knows how it is now
   */
  Promotion save(Promotion promotion) throws Stopped;

  /** Tells of what people do to the resources, until the store is closed. */
  void watch(Listener listener) throws Stopped;

  /** Hears of what people do to Promotion resources; returns at once. */
  interface Listener {

    /** The resource was deleted, and not by this store. */
    void deleted(TargetId target, String id);
  }
}
