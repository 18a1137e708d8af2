package dev.sluice.promote;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which freeze is in force: of an application, or of its whole environment. */
public final class Freezes {

  /** The detail of a freeze that holds its level: 1 stops promotions, 2 stops every write. */
  public static final String LEVEL = "level";

  private Freezes() {}

  /** The strongest freeze in force for an application now; empty when there is none. */
  public static Optional<Entry> inForce(LedgerState ledger, String application, Instant now) {
    Optional<Entry> own = newest(ledger.history(application), now);
    Optional<Entry> all = newest(ledger.history(""), now);
    return all.filter(Freezes::stopsWrites)
        .or(() -> own.filter(Freezes::stopsWrites))
        .or(() -> all)
        .or(() -> own);
  }

  /** Whether it stops healing too, and not only promotions. */
  public static boolean stopsWrites(Entry freeze) {
    return "2".equals(freeze.details().get(LEVEL));
  }

  private static Optional<Entry> newest(List<Entry> newestFirst, Instant now) {
    return newestFirst.stream()
        .filter(entry -> entry.kind() == Entry.Kind.FREEZE || entry.kind() == Entry.Kind.UNFREEZE)
        .findFirst()
        .filter(entry -> entry.kind() == Entry.Kind.FREEZE)
        .filter(entry -> entry.until().map(now::isBefore).orElse(true));
  }
}
