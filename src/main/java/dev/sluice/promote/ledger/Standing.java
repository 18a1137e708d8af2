package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an application's history comes to.
 *
 * @param current the release that runs; empty before the first
 * @param outcome what became of it; empty while that is open
 * @param lastVerified the newest release that was verified and not revoked, the current one
 *     included
 * @param pin the pin in force
 * @param vetoed render digests that must not come by themselves
 * @param phase the newest entry that changed how the current release stands
 * @param verified numbers of all releases that were verified and not revoked, newest first
 */
public record Standing(
    Optional<Entry> current,
    Optional<Kind> outcome,
    Optional<Entry> lastVerified,
    Optional<Entry> pin,
    Set<String> vetoed,
    Optional<Entry> phase,
    List<Entry> verified) {

  /** Folds a history, newest first. */
  public static Standing of(List<Entry> newestFirst) {
    Fold fold = new Fold();
    newestFirst.forEach(fold::older);
    return fold.done();
  }

  /** Whether the current release was verified. */
  public boolean isVerified() {
    return outcome.filter(Kind.VERIFIED::equals).isPresent();
  }

  /** From new to old: the first word about something is the one in force. */
  private static final class Fold {

    private Optional<Entry> current = Optional.empty();
    private Optional<Entry> phase = Optional.empty();
    private Optional<Entry> pin = Optional.empty();
    private final Baselines baselines = new Baselines();
    private boolean pinDecided;
    private final Map<Long, Kind> outcomes = new HashMap<>();
    private final Set<String> vetoed = new LinkedHashSet<>();
    private final Set<String> lifted = new HashSet<>();
    private final List<Entry> verified = new ArrayList<>();

    void older(Entry entry) {
      switch (entry.kind()) {
        case PROMOTE, ROLLBACK, HOTFIX -> release(entry);
        case PHASE, ROLE, DRILL -> {
          if (phase.isEmpty() && current.isEmpty()) {
            phase = Optional.of(entry);
          }
        }
        case PIN -> pin(Optional.of(entry));
        case UNPIN -> pin(Optional.empty());
        case VETO -> {
          if (!lifted.contains(entry.digest())) {
            vetoed.add(entry.digest());
          }
        }
        case LIFT -> {
          if (!vetoed.contains(entry.digest())) {
            lifted.add(entry.digest());
          }
        }
        case VERIFIED, FAILED, REVOKED ->
            entry.about().ifPresent(number -> outcomes.putIfAbsent(number, entry.kind()));
        case BASELINE -> baselines.older(entry);
        case FREEZE, UNFREEZE, ACKNOWLEDGE -> {}
      }
    }

    private void release(Entry recorded) {
      Entry entry = baselines.of(recorded);
      if (current.isEmpty()) {
        current = Optional.of(entry);
      }
      if (outcomes.get(entry.number()) == Kind.VERIFIED) {
        verified.add(entry);
      }
    }

    private void pin(Optional<Entry> decided) {
      if (!pinDecided) {
        pinDecided = true;
        pin = decided;
      }
    }

    Standing done() {
      return new Standing(
          current,
          current.map(Entry::number).map(outcomes::get),
          verified.stream().findFirst(),
          pin,
          Set.copyOf(vetoed),
          phase,
          List.copyOf(verified));
    }
  }
}
