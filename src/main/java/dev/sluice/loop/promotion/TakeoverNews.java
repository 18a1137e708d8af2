package dev.sluice.loop.promotion;

import dev.sluice.model.Target;
import dev.sluice.promote.dr.Ended;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.report.TakeoverListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notices in the ledgers of standbys what has ended, whoever brought it to its end, and tells it
 * once. What had ended before this daemon first looked was told by whoever was there.
 */
final class TakeoverNews {

  private final Concerned concerned;
  private final List<TakeoverListener> listeners;
  private final Map<String, Optional<String>> known = new HashMap<>();

  /** Tells these. */
  TakeoverNews(Concerned concerned, List<TakeoverListener> listeners) {
    this.concerned = concerned;
    this.listeners = listeners;
  }

  /** Looks at the ledger of an environment. */
  void look(String repository, String environment, LedgerState ledger) {
    Ended.drill(ledger)
        .ifPresent(drill -> listeners.forEach(one -> one.tried(repository, environment, drill)));
    Optional<Takeover> newest = Ended.newest(ledger);
    Optional<String> before = known.put(repository + "/" + environment, newest.map(Takeover::id));
    if (before != null && newest.isPresent() && !newest.map(Takeover::id).equals(before)) {
      listeners.forEach(one ->
          one.ended(
              concerned.promoted(repository, environment).stream().map(Target::id).toList(),
              newest.get()));
    }
  }
}
