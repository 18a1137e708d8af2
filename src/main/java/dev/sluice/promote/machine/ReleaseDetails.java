package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import java.util.Map;
import java.util.TreeMap;

/** What a release says about how it comes, decided when it is recorded and never again. */
final class ReleaseDetails {

  private ReleaseDetails() {}

  static Map<String, String> of(Work work, Promotion promotion) {
    Map<String, String> details = new TreeMap<>();
    if (!promotion.engine().isEmpty()) {
      details.put(Entry.ENGINE, promotion.engine());
    }
    if (!work.facts().company().unit().isEmpty()) {
      details.put(Units.NAME, work.facts().company().unit());
    }
    details.putAll(SlotChoice.of(work, promotion));
    if (!details.containsKey(Phases.STRATEGY) && isCanary(work, promotion)) {
      details.put(Phases.STRATEGY, Strategy.Canary.WORD);
    }
    return Map.copyOf(details);
  }

  /** Only beside what is known to be good, and never on the way back. */
  private static boolean isCanary(Work work, Promotion promotion) {
    return work.facts().policy().strategy() instanceof Strategy.Canary
        && promotion.kind() != Entry.Kind.ROLLBACK
        && Course.knownGood(work.history(), work.standing(), promotion.digest()).isPresent();
  }
}
