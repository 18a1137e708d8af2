package dev.sluice.promote;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.ledger.LedgerState;
import java.util.Optional;

/** Which role an environment has, as its ledger says. */
public final class RoleInForce {

  private RoleInForce() {}

  /** The role of the newest entry about it; empty while there is none. */
  public static Optional<Role> of(LedgerState ledger) {
    return ledger.history("").stream()
        .filter(entry -> entry.kind() == Entry.Kind.ROLE)
        .findFirst()
        .flatMap(entry -> Role.of(entry.details().getOrDefault(Role.DETAIL, "")));
  }
}
