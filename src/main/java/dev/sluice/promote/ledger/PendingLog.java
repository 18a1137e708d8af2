package dev.sluice.promote.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The log of what was decided while a ledger's own place could not be reached: what was decided,
 * that it was brought there, that it is held, that a person let it go. Kept in another place as one
 * file that only grows at its top, each line signed and on top of the one below it. Read by many
 * threads, written by one at a time.
 */
final class PendingLog {

  /** Name of the file; no file of a ledger ends so. */
  static final String FILE = "_pending.log";

  private static final int FORMAT = 1;
  private static final String WHAT = "what";
  private static final String AT = "at";
  private static final String WHY = "why";
  private static final String TIP = "tip";
  private static final String SIZE = "size";
  private static final String PREVIOUS = "previous";
  private static final String ENTRIES = "entries";

  private final String environment;
  private final LedgerStore store;
  private final LedgerKeys keys;
  private volatile Optional<Pending> known = Optional.empty();

  /** What a line says. */
  private enum What {
    DECIDED,
    PUSHED,
    HELD,
    DROPPED
  }

  /** The log of an environment's ledger, in another place. */
  PendingLog(String environment, LedgerStore store, LedgerKeys keys) {
    this.environment = environment;
    this.store = store;
    this.keys = keys;
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
    Pending found = fold(store.read());
    known = Optional.of(found);
    return found;
  }

  /** These were decided on a ledger as it stood. */
  void decided(LedgerState base, List<Entry> entries, Instant at) throws Stopped {
    var unused =
        add(
            What.DECIDED,
            at,
            Map.of(
                TIP,
                base.tip(),
                SIZE,
                PendingGroup.size(base),
                ENTRIES,
                entries.stream().map(EntryJson::write).toList()));
  }

  /** The first of them are where they belong; the ledger stands there now. */
  Pending pushed(String tip, Instant at) throws Stopped {
    return add(What.PUSHED, at, Map.of(TIP, tip));
  }

  /** A person has to decide about them. */
  Pending held(String why, Instant at) throws Stopped {
    return add(What.HELD, at, Map.of(WHY, why));
  }

  /** A person let all of them go. */
  void dropped(String why, Instant at) throws Stopped {
    var unused = add(What.DROPPED, at, Map.of(WHY, why));
  }

  private Pending add(What what, Instant at, Map<String, Object> more) throws Stopped {
    LedgerStore.Files files = store.read();
    String text = files.texts().getOrDefault(FILE, head() + "\n");
    String body = text.substring(text.indexOf('\n') + 1);
    Map<String, Object> line = new TreeMap<>(more);
    line.put(WHAT, what.name());
    line.put(AT, at.toString());
    line.put(PREVIOUS, body.isEmpty() ? "" : Digests.sha256(first(body)));
    String signed = LedgerLine.signed(line, keys);
    known = Optional.empty(); // where it is not known whether this is in, it is read anew
    LedgerStore.Written written =
        store.write(
            files,
            Map.of(FILE, head() + "\n" + signed + "\n" + body),
            environment + ": " + what.name(),
            at);
    return switch (written) {
      case LedgerStore.Written.Accepted(LedgerStore.Files now) -> {
        Pending pending = fold(now);
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

  private Pending fold(LedgerStore.Files files) throws Stopped {
    List<String> lines = files.texts().getOrDefault(FILE, "").lines().skip(1).toList().reversed();
    Pending pending = Pending.NOTHING;
    String below = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      try {
        pending = after(pending, below, line);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new Stopped(
            Edited.of(
                environment,
                new Origin(FILE, lines.size() - i + 1),
                "what waits for the Git host cannot be read: " + e.getMessage()),
            e);
      }
      below = line;
    }
    return pending;
  }

  private Pending after(Pending before, String below, String line) {
    JsonNode json = LedgerLine.json(line);
    String doubt = LedgerLine.doubt(json, keys);
    if (!doubt.isEmpty()) {
      throw new IllegalArgumentException(doubt);
    }
    if (!json.path(PREVIOUS).asText("").equals(below.isEmpty() ? "" : Digests.sha256(below))) {
      throw new IllegalArgumentException("it is not on top of the line below it");
    }
    String mark = Digests.sha256(line);
    String tip = json.path(TIP).asText("");
    return switch (What.valueOf(json.path(WHAT).asText(""))) {
      case DECIDED -> {
        List<PendingGroup> groups = new ArrayList<>(before.groups());
        groups.add(
            new PendingGroup(
                tip,
                json.path(SIZE).asLong(),
                Instant.parse(json.path(AT).asText("")),
                entries(json)));
        yield new Pending(mark, groups, before.isEmpty() ? tip : before.expected(), before.held());
      }
      case PUSHED ->
          new Pending(
              mark,
              before.groups().subList(Math.min(1, before.groups().size()), before.groups().size()),
              tip,
              Optional.empty());
      case HELD ->
          new Pending(
              mark, before.groups(), before.expected(), Optional.of(json.path(WHY).asText("")));
      case DROPPED -> new Pending(mark, List.of(), "", Optional.empty());
    };
  }

  private static List<Entry> entries(JsonNode json) {
    List<Entry> entries = new ArrayList<>();
    json.path(ENTRIES).forEach(entry -> entries.add(EntryJson.read(entry)));
    return entries;
  }

  private static String first(String body) {
    return body.substring(0, body.indexOf('\n'));
  }
}
