package dev.sluice.loop.promotion;

import dev.sluice.loop.LogContext;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.HostAway;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes what was decided about one environment into its ledger, and tells whoever goes by it. */
final class LedgerWriter {

  private static final Logger LOG = Logger.getLogger(LedgerWriter.class);

  /** Where the Git host is away, it is looked for again after this. */
  private static final Duration HOST_PAUSE = Duration.ofSeconds(15);

  private final Agenda agenda;
  private final Concerned concerned;
  private final Consumer<TargetId> run;
  private final InstantSource clock;

  LedgerWriter(Agenda agenda, Concerned concerned, Consumer<TargetId> run, InstantSource clock) {
    this.agenda = agenda;
    this.concerned = concerned;
    this.run = run;
    this.clock = clock;
  }

  /** What could not be written before comes before anything new. */
  void settle(Ledger ledger, String repository, String environment) throws Stopped {
    switch (ledger.settle()) {
      case NOTHING -> {}
      case MOVED -> {
        LOG.infof(
            "%s of %s: what was decided while the Git host was away was brought to it, or is held",
            environment, repository);
        moved(repository, environment);
      }
      case WAITS ->
          agenda.at(
              new TargetId(repository, Concerned.ALL, environment),
              clock.instant().plus(HOST_PAUSE));
    }
  }

  /** Whoever goes by the ledger looks at it, and says in its status how it stands. */
  void moved(String repository, String environment) {
    concerned.promoted(repository, environment).stream().map(Target::id).forEach(run);
  }

  /**
   * Writes all of it as one commit.
   *
   * @param groups the entries of targets, those together that must never be split
   */
  void append(Ledger ledger, LedgerState base, List<Map<TargetId, List<Entry>>> groups)
      throws Stopped {
    Map<TargetId, List<Entry>> all = new LinkedHashMap<>();
    groups.forEach(all::putAll);
    try {
      together(ledger, base, all);
    } catch (Stopped stopped) {
      if (isAway(stopped) && groups.size() > 1) {
        apart(ledger, groups);
      }
      throw stopped;
    }
  }

  /** Some may be decided without the host, and must not wait for those that may not. */
  private void apart(Ledger ledger, List<Map<TargetId, List<Entry>>> groups) throws Stopped {
    for (Map<TargetId, List<Entry>> group : groups) {
      try {
        together(ledger, ledger.read(), group);
      } catch (Stopped stopped) {
        if (!isAway(stopped)) {
          throw stopped;
        }
        LOG.infof("%s: waits for the Git host: %s", group.keySet(), stopped.failure());
      }
    }
  }

  private static boolean isAway(Stopped stopped) {
    return HostAway.is(stopped.failure());
  }

  private void together(Ledger ledger, LedgerState base, Map<TargetId, List<Entry>> entries)
      throws Stopped {
    List<Entry> all = entries.values().stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return;
    }
    switch (ledger.append(base, all)) {
      case Ledger.Appended.Accepted(LedgerState now) -> entries.forEach(this::accepted);
      case Ledger.Appended.Lost(LedgerState now) -> {
        LOG.infof("The ledger moved meanwhile, to %s: deciding anew", now.tip());
        entries.keySet().forEach(agenda::add);
      }
    }
  }

  private void accepted(TargetId id, List<Entry> written) {
    if (written.isEmpty()) {
      return;
    }
    try (LogContext named = LogContext.of(id)) {
      written.forEach(entry -> LOG.infof("%s: ledger: %s", id, line(entry)));
    }
    if (id.application().equals(Concerned.ALL)) {
      // A freeze: whoever is frozen says so, and whoever is not any more goes on.
      concerned.touched(id.repository(), id.environment());
      moved(id.repository(), id.environment());
    } else {
      run.accept(id);
      agenda.add(id);
      concerned.followersOf(id);
    }
  }

  private static String line(Entry entry) {
    return "%d %s%s%s"
        .formatted(
            entry.number(),
            entry.kind().word(),
            entry.commit().isEmpty() ? "" : " " + entry.commit(),
            entry.reason().isEmpty() ? "" : ": " + entry.reason());
  }
}
