package dev.sluice.promote.ledger;

/** Names of the branches that hold ledgers. */
public final class LedgerBranches {

  private static final String PREFIX = "sluice/env/";

  private LedgerBranches() {}

  /** The short name of the branch of an environment. */
  public static String of(String environment) {
    return PREFIX + environment;
  }

  /** Whether a branch holds a ledger. */
  public static boolean isLedger(String branch) {
    return branch.startsWith(PREFIX);
  }
}
