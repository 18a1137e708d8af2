package dev.sluice.loop.promotion;

import dev.sluice.loop.Composition;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Candidate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Notices when a release was recorded by another renderer than ours. That is looked at once for
 * each release: our renderer stays the same as long as we run. Thread-safe.
 */
final class Renderings {

  private static final Logger LOG = Logger.getLogger(Renderings.class);

  private final Offers offers;
  private final Map<TargetId, Long> ours = new ConcurrentHashMap<>();

  Renderings(Offers offers) {
    this.offers = offers;
  }

  /** What the release that runs renders to now, where another renderer recorded it. */
  Optional<Candidate> changed(Target target, LedgerState ledger) {
    Entry current = ledger.standing(target.id().application()).current().orElse(null);
    String engine = current == null ? "" : current.details().getOrDefault(Entry.ENGINE, "");
    if (current == null || engine.isEmpty() || isOurs(target.id(), current)) {
      return Optional.empty();
    }
    try {
      Composition composition = offers.compose(target, current.commit());
      Candidate now =
          new Candidate(
              current.commit(),
              composition.digest(),
              composition.desired().closure().engine(),
              current.at(),
              "");
      if (!now.engine().equals(engine)) {
        return Optional.of(now);
      }
      ours.put(target.id(), current.number());
    } catch (Stopped stopped) {
      LOG.infof("%s: what it renders to now: %s", target.id(), stopped.failure());
    }
    return Optional.empty();
  }

  private boolean isOurs(TargetId id, Entry current) {
    return Long.valueOf(current.number()).equals(ours.get(id));
  }
}
