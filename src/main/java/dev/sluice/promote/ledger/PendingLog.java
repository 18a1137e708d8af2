package dev.sluice.promote.ledger;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The log of what was decided while a ledger's own place could not be reached: what was decided,
 * that it was brought there, that it is held, that a person let it go. Kept in another place as one
 * file that grows at its top, each line signed and on top of the one below it. Once nothing waits
 * any more it begins anew, with a line that says so on top of what was there. Read by many threads,
 * written by one at a time.
 */
final class PendingLog {

  /** Name of the file; no file of a ledger ends so. */
  static final String FILE = "_pending.log";

  private static final int FORMAT = 1;

  private final String environment;
  private final LedgerStore store;
  private final LedgerKeys keys;
  private final PendingReading reading;
  private volatile Optional<Pending> known = Optional.empty();

  /** The log of an environment's ledger, in another place. */
  PendingLog(String environment, LedgerStore store, LedgerKeys keys) {
    this.environment = environment;
    this.store = store;
    this.keys = keys;
    this.reading = new PendingReading(environment, keys);
  }

  /**
   * What waits; asked for once, for nobody else writes it.
   *
   * @throws Stopped when it cannot be read, or somebody edited it
   */
  Pending read() throws Stopped {
    Optional<Pending> before = known;
    if (before.isPresent()) {
      return before.get();
    }
    Pending found = reading.of(store.read());
    known = Optional.of(found);
    return found;
  }

  /** These were decided on a ledger as it stood. */
  void decided(LedgerState base, List<Entry> entries, Instant at) throws Stopped {
    var unused =
        add(
            PendingReading.What.DECIDED,
            at,
            Map.of(
                PendingReading.TIP,
                base.tip(),
                PendingReading.SIZE,
                PendingGroup.size(base),
                PendingReading.ENTRIES,
                entries.stream().map(EntryJson::write).toList()));
  }

  /** The first of them are where they belong; the ledger stands there now. */
  Pending pushed(String tip, Instant at) throws Stopped {
    return read().groups().size() > 1
        ? add(PendingReading.What.PUSHED, at, Map.of(PendingReading.TIP, tip))
        : add(PendingReading.What.SETTLED, at, Map.of(PendingReading.TIP, tip));
  }

  /** A person has to decide about them. */
  Pending held(String why, Instant at) throws Stopped {
    return add(PendingReading.What.HELD, at, Map.of(PendingReading.WHY, why));
  }

  /** A person let all of them go. */
  void dropped(String why, Instant at) throws Stopped {
    var unused = add(PendingReading.What.SETTLED, at, Map.of(PendingReading.WHY, why));
  }

  private Pending add(PendingReading.What what, Instant at, Map<String, Object> more)
      throws Stopped {
    LedgerStore.Files files = store.read();
    String text = files.texts().getOrDefault(FILE, head() + "\n");
    String body = text.substring(text.indexOf('\n') + 1);
    Map<String, Object> line = new TreeMap<>(more);
    line.put(PendingReading.WHAT, what.name());
    line.put(PendingReading.AT, at.toString());
    line.put(PendingReading.PREVIOUS, body.isEmpty() ? "" : Digests.sha256(first(body)));
    String signed = LedgerLine.signed(line, keys);
    known = Optional.empty(); // where it is not known whether this is in, it is read anew
    String top = head() + "\n" + signed + "\n";
    String message = environment + ": " + what.name();
    LedgerStore.Written written =
        what == PendingReading.What.SETTLED
            ? store.begin(files, FILE, top, message, at)
            : store.write(files, Map.of(FILE, top + body), message, at);
    return switch (written) {
      case LedgerStore.Written.Accepted(LedgerStore.Files now) -> {
        Pending pending = reading.of(now);
        known = Optional.of(pending);
        yield pending;
      }
      case LedgerStore.Written.Lost(LedgerStore.Files now) ->
          throw new Stopped(
              Failure.of(
                  Reason.STATE_CONFLICT,
                  "somebody else wrote down what waits for the Git host at the same time",
                  "It is read anew; if it stays, two daemons share a namespace"));
    };
  }

  private String head() {
    return CanonicalJson.of(
        new TreeMap<>(
            Map.of(
                LedgerFile.HEAD_FORMAT,
                FORMAT,
                LedgerFile.HEAD_ENVIRONMENT,
                environment,
                "pending",
                true)));
  }

  private static String first(String body) {
    return body.substring(0, body.indexOf('\n'));
  }
}
