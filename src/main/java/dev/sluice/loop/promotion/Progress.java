package dev.sluice.loop.promotion;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import dev.sluice.report.PromotionListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is on its way into each target, and what ended lately; everything is written down before it
 * is known here. Thread-safe.
 */
final class Progress {

  /** So many that ended are known, so that what was rejected does not come again by itself. */
  private static final int REMEMBERED = 10;

  private final PromotionRecords records;
  private final PromotionListener listener;
  private final Map<TargetId, List<Promotion>> byTarget = new ConcurrentHashMap<>();

  /**
   * Kept in these.
   *
   * @param listener hears of what was written
   */
  Progress(PromotionRecords records, PromotionListener listener) {
    this.records = records;
    this.listener = listener;
  }

  /** Reads what an earlier life wrote. */
  void load() throws Stopped {
    for (Promotion promotion : records.list()) {
      remember(promotion);
      listener.found(promotion);
    }
  }

  /** Those that have not ended and the last ones that have, the oldest first. */
  List<Promotion> of(TargetId target) {
    return byTarget.getOrDefault(target, List.of());
  }

  /** Whether something has not ended. */
  boolean isBusy(TargetId target) {
    return of(target).stream().anyMatch(promotion -> !promotion.state().isTerminal());
  }

  /** Writes one down; false when somebody else was first, and something else is written now. */
  boolean write(Promotion promotion) throws Stopped {
    Promotion written = records.write(promotion);
    Optional<Promotion> before =
        of(written.target()).stream().filter(one -> one.id().equals(written.id())).findFirst();
    remember(written);
    listener.written(before, written);
    return written.equals(promotion);
  }

  /** Its resource was deleted: what the ledger knows of it is taken up from there. */
  void forget(TargetId target, String id) {
    byTarget.computeIfPresent(
        target, (ignored, before) -> before.stream().filter(one -> !one.id().equals(id)).toList());
  }

  private void remember(Promotion promotion) {
    byTarget.compute(
        promotion.target(), (id, before) -> with(before == null ? List.of() : before, promotion));
  }

  private static List<Promotion> with(List<Promotion> before, Promotion promotion) {
    List<Promotion> all = new ArrayList<>(before);
    all.removeIf(one -> one.id().equals(promotion.id()));
    all.add(promotion);
    all.sort(Comparator.comparing(Promotion::created).thenComparing(Promotion::id));
    // What gave way before anybody was asked about it may come again: that need not be known.
    all.removeIf(one -> one.state() == State.SUPERSEDED && one.gates().isEmpty());
    List<Promotion> ended = all.stream().filter(one -> one.state().isTerminal()).toList();
    ended.stream()
        .sorted(Comparator.comparing(Promotion::since).reversed())
        .skip(REMEMBERED)
        .forEach(all::remove);
    return List.copyOf(all);
  }
}
