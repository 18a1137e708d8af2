package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;

/** Says that somebody else than Sluice wrote to a ledger. */
final class Edited {

  private Edited() {}

  /** About a line, or about a whole file. */
  static Failure of(String environment, Origin where, String what) {
    return Failure.at(
        Reason.LEDGER_EDITED,
        where,
        "",
        "the ledger of %s was not written by Sluice alone: %s".formatted(environment, what),
        "Nothing is promoted here; what runs goes on running. Restore the ledger to what Sluice"
            + " wrote last, or take it as it stands: sluice acknowledge "
            + environment
            + " --reason WHY");
  }
}
