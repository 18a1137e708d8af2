package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.List;

/** Files of ledgers for tests. */
public final class LedgerTexts {

  private static final LedgerKeys KEYS = Ed25519Keys.generate();

  private LedgerTexts() {}

  /** The file of an application; the older entries first. */
  public static String file(String application, String environment, Entry... entries) {
    return LedgerFile.append("", application, environment, List.of(entries), KEYS);
  }
}
