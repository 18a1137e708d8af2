package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a takeover writes into the ledger of the other environment. Each entry names the takeover,
 * so it is there once, whoever writes it.
 *
 * @param side the other environment
 * @param takeover what it is written for
 * @param now the time
 */
record Fence(Side side, Takeover takeover, Instant now) {

  /** What keeps it from serving, as far as it is not on record. */
  List<Entry> missing() {
    DrEntries entries = entries();
    if (!isThere(Entry.Kind.FREEZE)) {
      entries.freeze(takeover, reason());
    }
    if (side.roles().differ() && !isThere(Entry.Kind.ROLE)) {
      entries.role(takeover, Role.STANDBY, reason());
    }
    return entries.done();
  }

  /** Its role, as far as that is not on record. */
  List<Entry> missingRole(Role role) {
    return isThere(Entry.Kind.ROLE) ? List.of() : entries().role(takeover, role, reason()).done();
  }

  /** The end of the freeze that a failover left. */
  List<Entry> missingUnfreeze() {
    boolean frozen =
        side.ledger().history("").stream()
            .filter(
                entry -> entry.kind() == Entry.Kind.FREEZE || entry.kind() == Entry.Kind.UNFREEZE)
            .findFirst()
            .filter(entry -> entry.kind() == Entry.Kind.FREEZE)
            .filter(entry -> entry.details().containsKey(Takeover.ID))
            .isPresent();
    return frozen ? entries().unfreeze(takeover, reason()).done() : List.of();
  }

  /** What is not known to be kept from serving; empty when all is. */
  Optional<String> open() {
    if (!side.unknown().isEmpty()) {
      return Optional.of("%s was not fenced: %s".formatted(side.environment(), side.unknown()));
    }
    return goesOnServing(side)
        .or(() ->
            side.notIn(Role.STANDBY)
                .map(what -> "%s may still serve: %s".formatted(side.environment(), what)));
  }

  /** That an environment can only be frozen, which is known before; empty when it can be fenced. */
  static Optional<String> goesOnServing(Side side) {
    return side.roles().differ()
        ? Optional.empty()
        : Optional.of(
            "%1$s is only frozen, and what runs there goes on serving: it has no overlays for the role standby (roles.standby.overlays of %1$s)"
                .formatted(side.environment()));
  }

  private boolean isThere(Entry.Kind kind) {
    return side.ledger().history("").stream()
        .filter(entry -> entry.kind() == kind)
        .anyMatch(entry -> takeover.id().equals(entry.details().get(Takeover.ID)));
  }

  private DrEntries entries() {
    return new DrEntries(side.environment(), side.ledger(), now);
  }

  private String reason() {
    return "%s: %s".formatted(takeover.kind().word(), takeover.beginning().reason());
  }
}
