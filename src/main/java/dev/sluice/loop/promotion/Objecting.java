package dev.sluice.loop.promotion;

import dev.sluice.loop.Targets;
import dev.sluice.model.Environment;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.probe.Ancestry;
import dev.sluice.promote.gate.Upstream;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Hotfixes;
import dev.sluice.promote.machine.Objections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds out what speaks against revisions on their way, from what Git and the environments before
 * know.
 *
 * @param targets all of them
 * @param ledgers what runs upstream
 * @param offers renders
 * @param ancestry which commits contain which
 */
record Objecting(Targets targets, Ledgers ledgers, Offers offers, Ancestry ancestry) {

  private static final Logger LOG = Logger.getLogger(Objecting.class);

  /** What speaks against these commits in a target. */
  Objections to(
      Target target, Environment environment, LedgerState ledger, Collection<String> commits) {
    Map<String, List<String>> lacking = new HashMap<>();
    Map<String, String> takenBack = new HashMap<>();
    List<Entry> hotfixes = hotfixes(target.id(), environment, ledger);
    for (String commit : commits) {
      List<String> without =
          hotfixes.stream()
              .map(Entry::commit)
              .filter(hotfix -> !contains(target.id(), commit, hotfix))
              .toList();
      if (!without.isEmpty()) {
        lacking.put(commit, without);
      }
      takenBack(target.id(), environment, commit).ifPresent(why -> takenBack.put(commit, why));
    }
    return lacking.isEmpty() && takenBack.isEmpty()
        ? Objections.NONE
        : new Objections(lacking, takenBack);
  }

  /** A standby runs what its original runs, with or without anything. */
  private static List<Entry> hotfixes(
      TargetId target, Environment environment, LedgerState ledger) {
    boolean mirror =
        environment.follows() instanceof Follows.Upstream upstream
            && upstream.mode() == Follows.Mode.MIRROR;
    return mirror ? List.of() : Hotfixes.inForce(ledger.history(target.application()));
  }

  private boolean contains(TargetId target, String commit, String hotfix) {
    try {
      return ancestry.contains(new Revision(target.repository(), commit), hotfix);
    } catch (Stopped stopped) {
      LOG.infof("%s: whether %s contains %s: %s", target, commit, hotfix, stopped.failure());
      return false; // what is not known does not pass
    }
  }

  private Optional<String> takenBack(TargetId target, Environment environment, String commit) {
    if (!(environment.follows() instanceof Follows.Upstream follows)) {
      return Optional.empty();
    }
    List<String> against = new ArrayList<>();
    for (String upstream : follows.environments()) {
      takenBack(new TargetId(target.repository(), target.application(), upstream), commit)
          .ifPresent(against::add);
    }
    boolean counts =
        switch (follows.match()) {
          case ALL -> !against.isEmpty();
          case ANY -> against.size() == follows.environments().size();
        };
    return counts ? Optional.of(String.join("; ", against)) : Optional.empty();
  }

  private Optional<String> takenBack(TargetId upstream, String commit) {
    try {
      List<Entry> history =
          ledgers
              .of(upstream.repository(), upstream.environment())
              .read()
              .history(upstream.application());
      boolean ran =
          history.stream()
              .anyMatch(entry ->
                  entry.kind().effect() == Entry.Effect.RELEASE && entry.commit().equals(commit));
      Optional<Target> target = targets.find(upstream);
      // A commit that changed nothing there stands and falls with what it was the same as.
      String digest =
          ran || target.isEmpty() || history.isEmpty()
              ? ""
              : offers.compose(target.get(), commit).digest();
      return Upstream.takenBack(upstream.environment(), history, commit, digest);
    } catch (Stopped stopped) {
      LOG.infof("%s: whether it stands behind %s: %s", upstream, commit, stopped.failure());
      return Optional.empty(); // nothing was taken back, as far as is known
    }
  }
}
