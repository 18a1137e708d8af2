package dev.sluice.loop.promotion;

import dev.sluice.loop.Composition;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.strategy.Course;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Notices when a release that runs was recorded by another renderer than ours. That is looked at
 * once for each release: our renderer stays the same as long as we run. Thread-safe.
 */
final class Renderings {

  private static final Logger LOG = Logger.getLogger(Renderings.class);

  private final Offers offers;
  private final Map<TargetId, Set<Long>> ours = new ConcurrentHashMap<>();

  Renderings(Offers offers) {
    this.offers = offers;
  }

  /** What a release that runs renders to now, where another renderer recorded it. */
  Optional<Candidate> changed(Target target, LedgerState ledger) {
    String application = target.id().application();
    Set<Long> before = ours.getOrDefault(target.id(), Set.of());
    Set<Long> now = new HashSet<>();
    for (Entry release :
        Course.inForce(ledger.standing(application).current(), ledger.history(application))) {
      String engine = release.details().getOrDefault(Entry.ENGINE, "");
      if (!engine.isEmpty() && !before.contains(release.number())) {
        Optional<Candidate> rendered = rendered(target, release);
        if (rendered.filter(one -> !one.engine().equals(engine)).isPresent()) {
          return rendered;
        }
        if (rendered.isEmpty()) {
          continue; // it is tried again the next time
        }
      }
      now.add(release.number());
    }
    ours.put(target.id(), now);
    return Optional.empty();
  }

  private Optional<Candidate> rendered(Target target, Entry release) {
    try {
      Composition composition = offers.compose(target, release.commit());
      return Optional.of(
          new Candidate(
              release.commit(),
              composition.digest(),
              composition.desired().closure().engine(),
              release.at(),
              ""));
    } catch (Stopped stopped) {
      LOG.infof("%s: what it renders to now: %s", target.id(), stopped.failure());
      return Optional.empty();
    }
  }
}
