package dev.sluice;

import dev.sluice.config.Settings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.git.GitRepositories;
import dev.sluice.kube.CustomResourceLedgers;
import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.LedgerStore;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.report.LedgerMeters;
import dev.sluice.report.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The ledgers of the daemon, each opened when it is first asked for; the key is had then, so that a
 * daemon without promotion never touches it. Thread-safe.
 */
final class DaemonLedgers implements Ledgers {

  private static final Logger LOG = Logger.getLogger(DaemonLedgers.class);

  private final GitRepositories repositories;
  private final InCluster inCluster;
  private final LedgerKeyStore keys;
  private final Meters meters;
  private final Map<Name, Ledger> open = new HashMap<>();

  /** One ledger. */
  private record Name(String repository, String environment) {}

  /**
   * What is kept in the cluster.
   *
   * @param repositories names of the repositories whose ledgers are
   * @param ledgers where they are
   */
  record InCluster(Set<String> repositories, CustomResourceLedgers ledgers) {}

  DaemonLedgers(
      GitRepositories repositories, InCluster inCluster, LedgerKeyStore keys, Meters meters) {
    this.repositories = repositories;
    this.inCluster = inCluster;
    this.keys = keys;
    this.meters = meters;
  }

  /** Says in the status of a target that its ledger is in the lesser place. */
  static Function<Target, List<String>> remarks(SluiceConfig config) {
    Set<String> inCluster = Settings.withLedgersInCluster(config);
    return target ->
        target.driver() == Target.Driver.LEDGER && inCluster.contains(target.id().repository())
            ? List.of(
                "its ledger is kept in the cluster, as sluice.repositories.%s.ledger says: it is"
                        .formatted(target.id().repository())
                    + " lost with the cluster, and not in Git")
            : List.of();
  }

  @Override
  public synchronized Ledger of(String repository, String environment) throws Stopped {
    Name name = new Name(repository, environment);
    Ledger known = open.get(name);
    if (known == null) {
      known = open(name, keys.establish());
      open.put(name, known);
    }
    return known;
  }

  private Ledger open(Name name, LedgerKeys signing) throws Stopped {
    return new LedgerMeters(
        new SignedLedger(name.environment(), store(name), signing), name.environment(), meters);
  }

  private LedgerStore store(Name name) throws Stopped {
    if (inCluster.repositories().contains(name.repository())) {
      LOG.warnf(
          "The ledger of %s of repository %s is kept in the cluster, as set: it is lost with the"
              + " cluster, and no history of Git shows it.",
          name.environment(), name.repository());
      return inCluster.ledgers().of(name.repository(), name.environment());
    }
    return repositories.get(name.repository()).ledger(LedgerBranches.of(name.environment()));
  }
}
