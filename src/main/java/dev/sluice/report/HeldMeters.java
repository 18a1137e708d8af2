package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows in which environments applications are held: their last release failed, nothing was taken
 * back by itself, and nothing has succeeded since. Thread-safe.
 */
public final class HeldMeters implements PromotionListener {

  private final Meters meters;
  private final Map<TargetId, Last> last = new HashMap<>();
  private final Map<String, AtomicLong> shown = new ConcurrentHashMap<>();

  /** The newest promotion of a target that succeeded or is held. */
  private record Last(String id, Instant since, State state) {}

  /** Shows it with these. */
  public HeldMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void found(Promotion promotion) {
    take(promotion);
  }

  @Override
  public void written(Optional<Promotion> before, Promotion now) {
    take(now);
  }

  /** The target is no more. */
  public synchronized void forget(TargetId target) {
    last.remove(target);
    count(target.environment());
  }

  private synchronized void take(Promotion promotion) {
    TargetId target = promotion.target();
    Last known = last.get(target);
    boolean newer = known == null || !promotion.since().isBefore(known.since());
    if (isDecisive(promotion.state()) && newer) {
      last.put(target, new Last(promotion.id(), promotion.since(), promotion.state()));
    } else if (known != null && known.id().equals(promotion.id()) && newer) {
      last.remove(target); // somebody tries it again
    }
    count(target.environment());
  }

  private static boolean isDecisive(State state) {
    return switch (state) {
      case HELD, SUCCEEDED -> true;
      case PENDING,
          GATING,
          COMMITTING,
          APPLYING,
          PROGRESSING,
          VERIFYING,
          PAUSED,
          STALLED,
          FAILED,
          REJECTED,
          SUPERSEDED,
          EXPIRED,
          ABORTED,
          REVOKED ->
          false;
    };
  }

  private void count(String environment) {
    long held =
        last.entrySet().stream()
            .filter(one -> one.getKey().environment().equals(environment))
            .filter(one -> one.getValue().state() == State.HELD)
            .count();
    shown
        .computeIfAbsent(
            environment,
            name -> {
              AtomicLong level = new AtomicLong();
              meters.watch(Metric.PROMOTIONS_HELD, level::get, name);
              return level;
            })
        .set(held);
  }
}
