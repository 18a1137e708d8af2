package dev.sluice.promote.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fields.Digests;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the log of what waits, and sees whether Sluice wrote every line of it. */
record PendingReading(String environment, Trust trust) {

  static final String WHAT = "what";
  static final String AT = "at";
  static final String WHY = "why";
  static final String TIP = "tip";
  static final String SIZE = "size";
  static final String PREVIOUS = "previous";
  static final String ENTRIES = "entries";

  /** What a line says. */
  enum What {
    /** These were decided, and wait. */
    DECIDED,
    /** The first of them are where they belong. */
    PUSHED,
    /** A person has to decide. */
    HELD,
    /** Nothing waits any more: all was brought there, or let go of. What was below may be gone. */
    SETTLED
  }

  /**
   * What waits.
   *
   * @throws Stopped when somebody edited it
   */
  Pending of(LedgerStore.Files files) throws Stopped {
    List<String> lines =
        files.texts().getOrDefault(PendingLog.FILE, "").lines().skip(1).toList().reversed();
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
                new Origin(PendingLog.FILE, lines.size() - i + 1),
                "what waits for the Git host cannot be read: " + e.getMessage()),
            e);
      }
      below = line;
    }
    return pending;
  }

  private Pending after(Pending before, String below, String line) {
    JsonNode json = LedgerLine.json(line);
    String doubt = LedgerLine.doubt(json, trust);
    if (!doubt.isEmpty()) {
      throw new IllegalArgumentException(doubt);
    }
    What what = What.valueOf(json.path(WHAT).asText(""));
    boolean begins = below.isEmpty() && what == What.SETTLED;
    if (!begins
        && !json.path(PREVIOUS).asText("").equals(below.isEmpty() ? "" : Digests.sha256(below))) {
      throw new IllegalArgumentException("it is not on top of the line below it");
    }
    String mark = Digests.sha256(line);
    String tip = json.path(TIP).asText("");
    return switch (what) {
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
      case SETTLED -> new Pending(mark, List.of(), "", Optional.empty());
    };
  }

  private static List<Entry> entries(JsonNode json) {
    List<Entry> entries = new ArrayList<>();
    json.path(ENTRIES).forEach(entry -> entries.add(EntryJson.read(entry)));
    return entries;
  }
}
