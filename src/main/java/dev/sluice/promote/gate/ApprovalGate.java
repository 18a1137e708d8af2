package dev.sluice.promote.gate;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Enough different people agreed to exactly this. The last word of a person counts; one standing
 * "no" is enough to reject.
 */
final class ApprovalGate {

  private ApprovalGate() {}

  static Finding ask(Gate.Approval gate, GateContext context, Evidence.Voters voters) {
    Map<String, ApprovalRecord> words = lastWords(context);
    Optional<ApprovalRecord> no =
        words.values().stream().filter(word -> word.decision() == Decision.REJECT).findFirst();
    if (no.isPresent()) {
      return Finding.fail("rejected by " + said(no.get()))
          .seen(no.get().by())
          .from("rejected", no.get().by(), no.get().at());
    }
    if (!gate.paths().isEmpty() && voters.touched().isEmpty()) {
      return Finding.pass("not needed: nothing changes in " + String.join(", ", gate.paths()))
          .from("untouched", gate.paths());
    }
    Set<String> counted = new TreeSet<>();
    List<String> refused = new ArrayList<>();
    for (ApprovalRecord word : words.values()) {
      Optional<String> why = refused(gate, word, voters, context.now());
      why.ifPresentOrElse(
          reason -> refused.add("%s does not count: %s".formatted(word.by(), reason)),
          () -> counted.add(word.by()));
    }
    int needed = gate.count() + (context.promotion().kind() == Entry.Kind.HOTFIX ? 1 : 0);
    String names = String.join(", ", counted);
    Finding finding =
        counted.size() >= needed && needed > 0
            ? Finding.pass("approved by " + names)
            : Finding.pending(waits(gate, counted, needed, refused) + why(voters.touched()));
    return finding.seen(names).from(needed, gate.team(), counted, refused, voters.touched());
  }

  /** Per person what they said last about what would run. */
  private static Map<String, ApprovalRecord> lastWords(GateContext context) {
    Map<String, ApprovalRecord> words = new LinkedHashMap<>();
    context.promotion().approvals().stream()
        .filter(word -> word.digest().equals(context.promotion().digest()))
        .filter(word -> !word.by().isBlank())
        // Of two at the same second the "no" comes last.
        .sorted(Comparator.comparing(ApprovalRecord::at).thenComparing(ApprovalRecord::decision))
        .forEach(word -> words.put(word.by(), word));
    return words;
  }

  private static Optional<String> refused(
      Gate.Approval gate, ApprovalRecord word, Evidence.Voters voters, Instant now) {
    if (gate.ownCommit() == Gate.OwnCommit.REFUSED && isAuthor(word.by(), voters.authors())) {
      return Optional.of("it is their own commit");
    }
    if (!gate.team().isEmpty() && !voters.members().contains(word.by())) {
      return Optional.of("not of team " + gate.team());
    }
    boolean expires = gate.expiry().compareTo(Duration.ZERO) > 0;
    return expires && !now.isBefore(word.at().plus(gate.expiry()))
        ? Optional.of("it expired at " + word.at().plus(gate.expiry()))
        : Optional.empty();
  }

  private static boolean isAuthor(String person, Set<String> authors) {
    return authors.stream()
        .anyMatch(
            author -> author.toLowerCase(Locale.ROOT).equals(person.toLowerCase(Locale.ROOT)));
  }

  private static String waits(
      Gate.Approval gate, Set<String> counted, int needed, List<String> refused) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of %d approvals%s%s"
            .formatted(
                counted.size(),
                needed,
                gate.team().isEmpty() ? "" : " by team " + gate.team(),
                counted.isEmpty() ? "" : " (" + String.join(", ", counted) + ")"));
    refused.forEach(reason -> text.append("; ").append(reason));
    return text.toString();
  }

  private static String why(SortedSet<String> touched) {
    return switch (touched.size()) {
      case 0 -> "";
      case 1 -> "; asked for because %s changes".formatted(touched.first());
      default ->
          "; asked for because %s and %d more files change"
              .formatted(touched.first(), touched.size() - 1);
    };
  }

  private static String said(ApprovalRecord word) {
    return word.comment().isEmpty() ? word.by() : word.by() + ": " + word.comment();
  }
}
