package dev.sluice.door.cli;

import dev.sluice.model.Revision;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.ledger.EntryJson;
import dev.sluice.promote.ledger.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A logbook for people and for programs. */
final class HistoryView {

  private HistoryView() {}

  static Table table(Logbook logbook) {
    return new Table(
        List.of("WHEN", "APPLICATION", "ENTRY", "WHAT", "COMMIT", "OUTCOME", "BY", "WHY"),
        logbook.entries().stream().map(entry -> row(logbook, entry)).toList());
  }

  static Map<String, Object> tree(String environment, String tip, Logbook logbook) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", environment);
    tree.put("ledger", tip);
    tree.put("entries", logbook.entries().stream().map(entry -> tree(logbook, entry)).toList());
    return tree;
  }

  /** Says how much more there is. */
  static void rest(int entries, Terminal terminal) {
    if (entries > 0) {
      terminal.out().println();
      terminal.out().println("%d older; --limit 0 shows all.".formatted(entries));
    }
    terminal.out().flush();
  }

  /** Says what becomes of what waits for the Git host. */
  static void waiting(String environment, List<Waiting> waiting, Terminal terminal) {
    if (waiting.isEmpty()) {
      terminal.out().println("Nothing waits for the Git host.");
    }
    for (Waiting one : waiting) {
      terminal
          .out()
          .println(
              one.held()
                  .map(why ->
                      "Held, for %s. `sluice acknowledge %s` lets it go and takes the branch as it stands."
                          .formatted(oneLine(why), environment))
                  .orElse("It counts already, and is pushed when the Git host is back."));
    }
    terminal.out().flush();
  }

  private static Map<String, Object> tree(Logbook logbook, Entry entry) {
    Map<String, Object> tree = new LinkedHashMap<>(EntryJson.write(entry));
    String outcome = logbook.outcome(entry);
    if (!outcome.isEmpty()) {
      tree.put("outcome", outcome);
    }
    return tree;
  }

  private static Table.Row row(Logbook logbook, Entry entry) {
    String outcome = logbook.outcome(entry);
    return new Table.Row(
        List.of(
            Table.Cell.plain(time(entry.at())),
            Table.Cell.plain(entry.application().isEmpty() ? "*" : entry.application()),
            Table.Cell.plain(Long.toString(entry.number())),
            new Table.Cell(what(entry), tone(entry.kind())),
            Table.Cell.plain(new Revision("", entry.commit()).abbreviated()),
            new Table.Cell(outcome, tone(outcome)),
            Table.Cell.plain(entry.by()),
            Table.Cell.plain(oneLine(why(entry)))),
        details(entry));
  }

  private static String what(Entry entry) {
    return entry.about().isPresent()
        ? "%s of %d".formatted(entry.kind().word(), entry.about().getAsLong())
        : entry.kind().word();
  }

  private static String why(Entry entry) {
    return entry
        .until()
        .map(until -> "%s (until %s)".formatted(entry.reason(), time(until)).strip())
        .orElse(entry.reason());
  }

  private static List<String> details(Entry entry) {
    List<String> lines = new ArrayList<>();
    entry.approvals().forEach(approval -> lines.add(line(approval)));
    entry.gates().forEach(gate -> lines.add(line(gate)));
    new TreeMap<>(entry.skipped())
        .forEach((gate, reason) -> lines.add("gate %s: skipped: %s".formatted(gate, reason)));
    if (!entry.details().isEmpty()) {
      lines.add(
          new TreeMap<>(entry.details())
              .entrySet().stream()
                  .map(detail -> detail.getKey() + "=" + detail.getValue())
                  .collect(Collectors.joining(", ")));
    }
    return lines.stream().map(HistoryView::oneLine).toList();
  }

  private static String line(ApprovalRecord approval) {
    String decision =
        switch (approval.decision()) {
          case APPROVE -> "approved";
          case REJECT -> "rejected";
        };
    String comment = approval.comment().isEmpty() ? "" : ": " + approval.comment();
    return "%s by %s at %s%s".formatted(decision, approval.by(), time(approval.at()), comment);
  }

  private static String line(GateResult gate) {
    String evidence = gate.evidence().isEmpty() ? "" : " (" + gate.evidence() + ")";
    return "gate %s: %s: %s%s"
        .formatted(
            gate.gate(), gate.verdict().word().toLowerCase(Locale.ROOT), gate.reason(), evidence);
  }

  private static Tone tone(Entry.Kind kind) {
    return switch (kind) {
      case PROMOTE, HOTFIX, PHASE, ROLE, DRILL, UNPIN, LIFT, UNFREEZE, BASELINE -> Tone.PLAIN;
      case VERIFIED -> Tone.GOOD;
      case ROLLBACK, PIN, VETO, FREEZE, ACKNOWLEDGE -> Tone.WARNING;
      case FAILED, REVOKED -> Tone.BAD;
    };
  }

  private static Tone tone(String outcome) {
    return outcome.isEmpty()
        ? Tone.PLAIN
        : outcome.equals(Entry.Kind.VERIFIED.word()) ? Tone.GOOD : Tone.BAD;
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What people wrote must not move the cursor of who reads it. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
