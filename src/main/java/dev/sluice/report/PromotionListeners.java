package dev.sluice.report;

import dev.sluice.promote.machine.Promotion;
import java.util.List;
import java.util.Optional;

/** Tells several listeners. */
public final class PromotionListeners implements PromotionListener {

  private final List<PromotionListener> listeners;

  /** Tells these, in this order. */
  public PromotionListeners(List<PromotionListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void found(Promotion promotion) {
    listeners.forEach(one -> one.found(promotion));
  }

  @Override
  public void written(Optional<Promotion> before, Promotion now) {
    listeners.forEach(one -> one.written(before, now));
  }
}
