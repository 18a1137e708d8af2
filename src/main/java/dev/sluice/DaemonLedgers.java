package dev.sluice;

import dev.sluice.git.GitRepositories;
import dev.sluice.git.GitRepository;
import dev.sluice.kube.CustomResourceLedgers;
import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.ledger.FallbackLedger;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.report.LedgerMeters;
import dev.sluice.report.Meters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final InstantSource clock;
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
      GitRepositories repositories,
      InCluster inCluster,
      LedgerKeyStore keys,
      Meters meters,
      InstantSource clock) {
    this.repositories = repositories;
    this.inCluster = inCluster;
    this.keys = keys;
    this.meters = meters;
    this.clock = clock;
  }

  /** What the status of a target says about where its ledger is. */
  List<String> remarks(Target target) {
    if (target.driver() != Target.Driver.LEDGER) {
      return List.of();
    }
    List<String> remarks = new ArrayList<>();
    if (inCluster.repositories().contains(target.id().repository())) {
      remarks.add(
          "its ledger is kept in the cluster, as sluice.repositories.%s.ledger says: it is"
                  .formatted(target.id().repository())
              + " lost with the cluster, and not in Git");
    }
    pending(target).ifPresent(remarks::add);
    return List.copyOf(remarks);
  }

  private Optional<String> pending(Target target) {
    try {
      return of(target.id().repository(), target.id().environment()).remark();
    } catch (Stopped stopped) {
      return Optional.empty(); // its run says why
    }
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
    Ledger ledger =
        inCluster.repositories().contains(name.repository())
            ? inCluster(name, signing)
            : onHost(name, signing);
    return new LedgerMeters(ledger, name.repository(), name.environment(), meters);
  }

  private Ledger inCluster(Name name, LedgerKeys signing) {
    LOG.warnf(
        "The ledger of %s of repository %s is kept in the cluster, as set: it is lost with the"
            + " cluster, and no history of Git shows it.",
        name.environment(), name.repository());
    return new SignedLedger(
        name.environment(), inCluster.ledgers().of(name.repository(), name.environment()), signing);
  }

  private Ledger onHost(Name name, LedgerKeys signing) throws Stopped {
    GitRepository repository = repositories.get(name.repository());
    return new FallbackLedger(
        name.environment(),
        new SignedLedger(
            name.environment(), repository.ledger(LedgerBranches.of(name.environment())), signing),
        inCluster.ledgers().of(name.repository(), name.environment()),
        signing,
        repository::failure,
        clock);
  }
}
