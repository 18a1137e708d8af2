package dev.sluice;

import dev.sluice.git.GitRepositories;
import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.ledger.SignedLedger;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledgers of the daemon, each opened when it is first asked for; the key is had then, so that a
 * daemon without promotion never touches it. Thread-safe.
 */
final class DaemonLedgers implements Ledgers {

  private final GitRepositories repositories;
  private final LedgerKeyStore keys;
  private final Map<Name, Ledger> open = new HashMap<>();

  /** One ledger. */
  private record Name(String repository, String environment) {}

  DaemonLedgers(GitRepositories repositories, LedgerKeyStore keys) {
    this.repositories = repositories;
    this.keys = keys;
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
    return new SignedLedger(
        name.environment(),
        repositories.get(name.repository()).ledger(LedgerBranches.of(name.environment())),
        signing);
  }
}
