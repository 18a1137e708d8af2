package dev.sluice.door.cli;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Revision;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Promotions for people and for programs. */
final class PromotionView {

  private PromotionView() {}

  static Table table(List<Promotion> promotions) {
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "REVISION", "KIND", "STATE", "SINCE", "MESSAGE"),
        promotions.stream().map(PromotionView::row).toList());
  }

  static Map<String, Object> tree(List<Promotion> promotions) {
    return Map.of("promotions", promotions.stream().map(PromotionView::tree).toList());
  }

  /** One line: {@code 4b825dc642cb (Gating: 0 of 2 approved)}. */
  static String line(Promotion promotion) {
    String state = promotion.state().word();
    return "%s (%s)"
        .formatted(
            abbreviated(promotion),
            promotion.message().isEmpty() ? state : state + ": " + promotion.message());
  }

  /** All that somebody who decides about it wants to see. */
  static void print(Promotion one, Optional<CommitInfo> commit, Terminal terminal) {
    PrintWriter out = terminal.out();
    out.printf(
        "%s of %s in %s%n",
        one.kind().word(), one.target().application(), one.target().environment());
    out.printf("  commit    %s%n", one.commit());
    commit.ifPresent(info -> {
      out.printf("  author    %s%n", info.author());
      out.printf("  subject   %s%n", info.subject());
    });
    out.printf("  digest    %s%n", one.digest());
    out.printf("  follows   %s%n", one.base() == 0 ? "nothing yet" : "release " + one.base());
    String why = one.reason().isEmpty() ? "" : ": " + one.reason();
    if (!one.requestedBy().equals(Entry.DAEMON)) {
      out.printf("  asked by  %s%s%n", one.requestedBy(), why);
    }
    state(one, terminal);
  }

  /** Where it stands, with its gates. */
  static void state(Promotion one, Terminal terminal) {
    PrintWriter out = terminal.out();
    String message = one.message().isEmpty() ? "" : ": " + one.message();
    out.printf(
        "  state     %s%s%n", tone(one.state()).paint(one.state().word(), terminal), message);
    for (GateResult gate : one.gates()) {
      out.printf(
          "  gate      %s %s%s%n",
          gate.gate(),
          tone(gate.verdict()).paint(gate.verdict().word(), terminal),
          gate.reason().isEmpty() ? "" : ": " + gate.reason());
    }
    one.skipped().forEach((gate, why) -> out.printf("  gate      %s left out: %s%n", gate, why));
    out.flush();
  }

  static Map<String, Object> tree(Promotion one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", one.id());
    tree.put("repository", one.target().repository());
    tree.put("environment", one.target().environment());
    tree.put("application", one.target().application());
    tree.put("kind", one.kind().word());
    tree.put("commit", one.commit());
    tree.put("digest", one.digest());
    tree.put("follows", one.base());
    tree.put("requestedBy", one.requestedBy());
    tree.put("reason", one.reason());
    tree.put("attempt", one.attempt());
    tree.put("created", one.created().toString());
    tree.put("state", one.state().word());
    tree.put("since", one.since().toString());
    tree.put("message", one.message());
    tree.put("release", one.release().orElse(0));
    tree.put("deadline", one.deadline().map(Instant::toString).orElse(""));
    tree.put("gates", one.gates().stream().map(PromotionView::tree).toList());
    tree.put("skipped", one.skipped());
    tree.put("approvals", one.approvals().stream().map(PromotionView::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(GateResult gate) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("gate", gate.gate());
    tree.put("kind", gate.kind());
    tree.put("phase", gate.phase().name().toLowerCase(Locale.ROOT));
    tree.put("verdict", gate.verdict().word());
    tree.put("reason", gate.reason());
    tree.put("evidence", gate.evidence());
    tree.put("decidedAt", gate.decidedAt().toString());
    return tree;
  }

  private static Map<String, Object> tree(ApprovalRecord approval) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("by", approval.by());
    tree.put("how", approval.how());
    tree.put("at", approval.at().toString());
    tree.put("decision", approval.decision().name().toLowerCase(Locale.ROOT));
    tree.put("digest", approval.digest());
    tree.put("comment", approval.comment());
    return tree;
  }

  private static Table.Row row(Promotion one) {
    return Table.Row.of(
        Table.Cell.plain(one.target().environment()),
        Table.Cell.plain(one.target().application()),
        Table.Cell.plain(abbreviated(one)),
        Table.Cell.plain(one.kind().word()),
        new Table.Cell(one.state().word(), tone(one.state())),
        Table.Cell.plain(one.since().toString()),
        Table.Cell.plain(one.message()));
  }

  private static String abbreviated(Promotion one) {
    return new Revision("", one.commit()).abbreviated();
  }

  private static Tone tone(State state) {
    return switch (state) {
      case SUCCEEDED -> Tone.GOOD;
      case PENDING, GATING, COMMITTING, APPLYING, PROGRESSING, VERIFYING -> Tone.BUSY;
      case PAUSED, STALLED, EXPIRED, SUPERSEDED, ABORTED -> Tone.WARNING;
      case HELD, FAILED, REJECTED, REVOKED -> Tone.BAD;
    };
  }

  private static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Tone.GOOD;
      case PENDING -> Tone.BUSY;
      case INCONCLUSIVE, ERROR -> Tone.WARNING;
      case FAIL -> Tone.BAD;
    };
  }
}
