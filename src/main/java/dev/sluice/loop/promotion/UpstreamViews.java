package dev.sluice.loop.promotion;

import dev.sluice.loop.Targets;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.gate.Upstream;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Promotion;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How a candidate fared in other environments.
 *
 * @param targets all of them
 * @param ledgers what ran there
 * @param offers renders
 * @param runs what was found there
 */
record UpstreamViews(Targets targets, Ledgers ledgers, Offers offers, Runs runs) {

  private static final Logger LOG = Logger.getLogger(UpstreamViews.class);

  /** By name; none for an environment whose ledger cannot be read. */
  Map<String, Upstream> of(Promotion promotion, Collection<String> environments) {
    Map<String, Upstream> views = new HashMap<>();
    for (String environment : environments) {
      TargetId id =
          new TargetId(
              promotion.target().repository(), promotion.target().application(), environment);
      try {
        List<Entry> history =
            ledgers.of(id.repository(), environment).read().history(id.application());
        views.put(
            environment,
            Upstream.of(
                environment,
                history,
                promotion.commit(),
                sameAs(id, history, promotion.commit()),
                runs.of(id).health(),
                runs.healthTimes(id)));
      } catch (Stopped stopped) {
        LOG.infof("%s: how it fared in %s: %s", promotion.target(), environment, stopped);
      }
    }
    return views;
  }

  /**
   * What a commit that was never promoted there would be there: one that changes nothing is
   * verified with what runs, while that is healthy and nothing else is on its way.
   */
  private String sameAs(TargetId id, List<Entry> history, String commit) throws Stopped {
    Optional<Target> target = targets.find(id);
    boolean promoted =
        history.stream()
            .anyMatch(entry ->
                entry.kind().effect() == Entry.Effect.RELEASE && entry.commit().equals(commit));
    return promoted || target.isEmpty() || !offers.isQuiet(id)
        ? ""
        : offers.compose(target.get(), commit).digest();
  }
}
