package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of promotions and what their gates say, and how long that takes. Labels are
 * environments and words of the program, never commits or applications. Thread-safe.
 */
public final class PromotionMeters implements PromotionListener {

  private final Meters meters;
  private final Map<String, Open> open = new HashMap<>();
  private final Map<List<String>, AtomicLong> levels = new ConcurrentHashMap<>();

  /**
   * One that has not ended.
   *
   * @param waits since when gates have kept it waiting, by their names
   */
  private record Open(Promotion promotion, Map<Gate, Instant> waits) {}

  /** A gate of a promotion. */
  private record Gate(String name, String kind) {

    static Gate of(GateResult result) {
      return new Gate(result.gate(), result.kind());
    }
  }

  /** Counts with these. */
  public PromotionMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public synchronized void found(Promotion promotion) {
    keep(promotion, waits(Map.of(), promotion));
  }

  @Override
  public synchronized void written(Optional<Promotion> before, Promotion now) {
    String environment = now.target().environment();
    if (before.filter(one -> one.state() == now.state()).isEmpty()) {
      meters.count(Metric.PROMOTIONS, environment, now.kind().word(), now.state().word());
      if (now.state() == State.SUCCEEDED) {
        Duration took = Duration.between(now.created(), now.since());
        meters.time(Metric.PROMOTION_LEAD, took, environment, now.kind().word());
      }
    }
    now.gates().stream()
        .filter(result -> before.filter(one -> said(one, result)).isEmpty())
        .forEach(result ->
            meters.count(Metric.GATE_RESULTS, environment, result.kind(), result.verdict().word()));
    @Nullable Open known = open.get(now.id());
    Map<Gate, Instant> waited = known == null ? Map.of() : known.waits();
    Map<Gate, Instant> waits = waits(waited, now);
    waited.forEach((gate, since) -> {
      if (!waits.containsKey(gate)) {
        meters.time(
            Metric.GATE_WAITS,
            Duration.between(since, end(now, gate, since)),
            environment,
            gate.kind());
      }
    });
    keep(now, waits);
  }

  /** The target is no more: nothing is on its way into it. */
  public synchronized void forget(TargetId target) {
    open.values().stream()
        .map(Open::promotion)
        .filter(promotion -> promotion.target().equals(target))
        .toList()
        .forEach(this::drop);
  }

  private void keep(Promotion promotion, Map<Gate, Instant> waits) {
    Open known = open.get(promotion.id());
    if (known != null) {
      drop(known.promotion());
    }
    if (!promotion.state().isTerminal()) {
      open.put(promotion.id(), new Open(promotion, waits));
      levels(promotion).forEach(AtomicLong::incrementAndGet);
    }
  }

  private void drop(Promotion promotion) {
    open.remove(promotion.id());
    levels(promotion).forEach(AtomicLong::decrementAndGet);
  }

  private List<AtomicLong> levels(Promotion promotion) {
    String environment = promotion.target().environment();
    AtomicLong state =
        level(
            Metric.PROMOTIONS_OPEN, environment, promotion.kind().word(), promotion.state().word());
    return Waits.forApproval(promotion).isPresent()
        ? List.of(state, level(Metric.APPROVALS_OPEN, environment))
        : List.of(state);
  }

  /** Stays at 0 when nothing is left: there are only so many words. */
  private AtomicLong level(Metric metric, String... values) {
    return levels.computeIfAbsent(
        List.of(metric.id(), String.join("\n", values)),
        name -> {
          AtomicLong level = new AtomicLong();
          meters.watch(metric, level::get, values);
          return level;
        });
  }

  private static Map<Gate, Instant> waits(Map<Gate, Instant> before, Promotion now) {
    Map<Gate, Instant> waits = new HashMap<>();
    if (!now.state().isTerminal()) {
      now.gates().stream()
          .filter(Waits::isShut)
          .forEach(result ->
              waits.put(Gate.of(result), before.getOrDefault(Gate.of(result), result.decidedAt())));
    }
    return waits;
  }

  /** When it did not keep the promotion waiting any more. */
  private static Instant end(Promotion now, Gate gate, Instant since) {
    Instant end =
        now.gates().stream()
            .filter(result -> !Waits.isShut(result) && Gate.of(result).equals(gate))
            .map(GateResult::decidedAt)
            .findFirst()
            .orElse(now.since());
    return end.isBefore(since) ? since : end;
  }

  private static boolean said(Promotion before, GateResult result) {
    return before.gates().stream()
        .anyMatch(one ->
            one.gate().equals(result.gate())
                && one.phase() == result.phase()
                && one.verdict() == result.verdict());
  }
}
