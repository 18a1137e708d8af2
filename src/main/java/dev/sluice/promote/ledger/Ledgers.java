package dev.sluice.promote.ledger;

import dev.sluice.model.Stopped;

/** The ledgers of all environments. */
@FunctionalInterface
public interface Ledgers {

  /**
   * The ledger of an environment of a config repository.
   *
   * @throws Stopped when there is no such repository
   */
  Ledger of(String repository, String environment) throws Stopped;
}
