package dev.sluice.door.cli;

import dev.sluice.model.DurationText;
import dev.sluice.model.Revision;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Lag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Standbys for people and for programs. */
final class DrView {

  private DrView() {}

  /**
   * An application in a standby.
   *
   * @param environment the standby
   * @param follows the environment that it follows
   * @param application the application
   * @param lag how far it is behind
   * @param maxLag how far it may be; empty for any
   */
  record Line(
      String environment, String follows, String application, Lag lag, Optional<Duration> maxLag) {

    boolean isLate() {
      return maxLag.filter(lag::exceeds).isPresent();
    }
  }

  static Table table(List<Line> lines) {
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "FOLLOWS", "VERIFIED THERE", "HERE", "STATE", "LAG"),
        lines.stream().map(DrView::row).toList());
  }

  static Map<String, Object> tree(List<Line> lines, List<StandbyView.Standby> standbys) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("standbys", lines.stream().map(DrView::tree).toList());
    tree.put("environments", standbys.stream().map(StandbyView::tree).toList());
    return tree;
  }

  /** Says what the ledgers cannot tell, where that matters. */
  static void explain(List<Line> lines, Terminal terminal) {
    if (lines.isEmpty()) {
      terminal.out().println("Nothing was released yet, as far as this clone knows: run git fetch");
    }
    if (lines.stream().anyMatch(line -> line.lag().stage() == Lag.Stage.WAITING)) {
      terminal
          .out()
          .println(
              "Waiting: on its way ('sluice promotions' says what it waits for), or without any"
                  + " change here, which ledgers do not record.");
    }
    terminal.out().flush();
  }

  private static Table.Row row(Line line) {
    Lag lag = line.lag();
    String late = line.maxLag().map(max -> " (more than " + DurationText.of(max) + ")").orElse("");
    return Table.Row.of(
        Table.Cell.plain(line.environment()),
        Table.Cell.plain(line.application()),
        Table.Cell.plain(line.follows()),
        Table.Cell.plain(text(lag.upstream())),
        Table.Cell.plain(text(lag.here())),
        new Table.Cell(word(lag.stage()), tone(lag.stage())),
        new Table.Cell(
            DurationText.of(lag.atMost()) + (line.isLate() ? late : ""),
            line.isLate() ? Tone.BAD : Tone.PLAIN));
  }

  private static Map<String, Object> tree(Line line) {
    Lag lag = line.lag();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", line.environment());
    tree.put("application", line.application());
    tree.put("follows", line.follows());
    tree.put("upstreamRelease", lag.upstream().map(Entry::number).orElse(0L));
    tree.put("upstreamCommit", lag.upstream().map(Entry::commit).orElse(""));
    tree.put("release", lag.here().map(Entry::number).orElse(0L));
    tree.put("commit", lag.here().map(Entry::commit).orElse(""));
    tree.put("state", word(lag.stage()));
    tree.put("lagSecondsAtMost", lag.atMost().toSeconds());
    tree.put("maxLagSeconds", line.maxLag().map(Duration::toSeconds).orElse(0L));
    tree.put("late", line.isLate());
    return tree;
  }

  private static String text(Optional<Entry> release) {
    return release
        .map(entry ->
            "%d %s".formatted(entry.number(), new Revision("", entry.commit()).abbreviated()))
        .orElse("-");
  }

  private static String word(Lag.Stage stage) {
    return switch (stage) {
      case NOTHING -> "NothingVerified";
      case VERIFIED -> "Verified";
      case RELEASED -> "Released";
      case FAILED -> "Failed";
      case REVOKED -> "Revoked";
      case WAITING -> "Waiting";
    };
  }

  private static Tone tone(Lag.Stage stage) {
    return switch (stage) {
      case VERIFIED -> Tone.GOOD;
      case RELEASED -> Tone.BUSY;
      case NOTHING, WAITING -> Tone.WARNING;
      case FAILED, REVOKED -> Tone.BAD;
    };
  }
}
