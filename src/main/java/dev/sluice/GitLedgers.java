package dev.sluice;

import dev.sluice.git.GitRepositories;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.ledger.SignedLedger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ledgers on branches of the config repositories. */
final class GitLedgers implements Ledgers {

  private final GitRepositories repositories;
  private final Keys keys;
  private final Map<List<String>, Ledger> opened = new HashMap<>();

  /** Where the daemon's key is. */
  @FunctionalInterface
  interface Keys {
    LedgerKeys get() throws Stopped;
  }

  GitLedgers(GitRepositories repositories, Keys keys) {
    this.repositories = repositories;
    this.keys = keys;
  }

  @Override
  public synchronized Ledger of(String repository, String environment) throws Stopped {
    List<String> place = List.of(repository, environment);
    Ledger known = opened.get(place);
    if (known != null) {
      return known;
    }
    Ledger ledger =
        new SignedLedger(
            environment,
            repositories.get(repository).ledger(LedgerBranches.of(environment)),
            keys.get());
    opened.put(place, ledger);
    return ledger;
  }
}
