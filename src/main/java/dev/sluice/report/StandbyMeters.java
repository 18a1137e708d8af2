package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.readiness.Readiness;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows how far each standby is behind, which grows by itself between two looks, and whether it
 * could take over.
 */
public final class StandbyMeters implements StandbyListener {

  private final Meters meters;
  private final InstantSource clock;
  private final Map<TargetId, Optional<Instant>> since = new ConcurrentHashMap<>();
  private final Map<TargetId, Meter.Id> shown = new ConcurrentHashMap<>();
  private final Map<TargetId, Readiness> readiness = new ConcurrentHashMap<>();
  private final Map<TargetId, Meter.Id> readinessShown = new ConcurrentHashMap<>();

  /** Shows it with these. */
  public StandbyMeters(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void behind(TargetId target, Optional<Instant> then) {
    since.put(target, then);
    shown.computeIfAbsent(
        target,
        id ->
            meters.watch(
                Metric.DR_LAG,
                () -> seconds(id),
                id.repository(),
                id.application(),
                id.environment()));
  }

  @Override
  public void judged(TargetId target, Readiness now) {
    if (now.isOpen()) {
      serves(target);
      return;
    }
    readiness.put(target, now);
    readinessShown.computeIfAbsent(
        target,
        id ->
            meters.watch(
                Metric.DR_READY,
                () -> isReady(id),
                id.repository(),
                id.application(),
                id.environment()));
  }

  @Override
  public void serves(TargetId target) {
    readiness.remove(target);
    leave(readinessShown, target);
  }

  @Override
  public void gone(TargetId target) {
    since.remove(target);
    leave(shown, target);
    serves(target);
  }

  private void leave(Map<TargetId, Meter.Id> from, TargetId target) {
    from.computeIfPresent(
        target,
        (id, meter) -> {
          meters.leave(meter);
          return null;
        });
  }

  private int isReady(TargetId target) {
    Readiness known = readiness.get(target);
    return known != null && known.ready() ? 1 : 0;
  }

  private long seconds(TargetId target) {
    return since
        .getOrDefault(target, Optional.empty())
        .map(then -> Math.max(0, Duration.between(then, clock.instant()).toSeconds()))
        .orElse(0L);
  }
}
