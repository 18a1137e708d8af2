package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was decided while a ledger's own place could not be reached, and is not there yet.
 *
 * @param mark changes with every word that is written about it; empty when nothing ever was
 * @param groups in the order in which they were decided
 * @param expected the tip that the ledger has to have for the first group; empty for a ledger that
 *     nothing was ever written to
 * @param held why a person has to decide about it; empty when nobody has to
 */
record Pending(String mark, List<PendingGroup> groups, String expected, Optional<String> held) {

  static final Pending NOTHING = new Pending("", List.of(), "", Optional.empty());

  Pending {
    groups = List.copyOf(groups);
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<Entry> entries() {
    return groups.stream().flatMap(group -> group.entries().stream()).toList();
  }

  /** The ledger with these entries on top, although they are not there yet. */
  LedgerState on(LedgerState ledger) {
    if (isEmpty()) {
      return ledger;
    }
    Map<String, List<Entry>> histories = new HashMap<>(ledger.histories());
    Map<String, List<Entry>> added = new HashMap<>();
    entries()
        .forEach(entry ->
            added.computeIfAbsent(entry.application(), name -> new ArrayList<>()).add(entry));
    added.forEach((application, entries) -> {
      List<Entry> all = new ArrayList<>(entries.reversed());
      all.addAll(ledger.history(application));
      histories.put(application, List.copyOf(all));
    });
    return new LedgerState(ledger.tip() + "+" + mark, Map.copyOf(histories));
  }

  /** What is to be done with the first group, now that the ledger can be read. */
  Merge merge(LedgerState ledger) {
    PendingGroup first = groups.getFirst();
    boolean isLast = PendingGroup.size(ledger) == first.size() + first.entries().size();
    boolean isAll = groups.stream().allMatch(group -> group.isIn(ledger));
    if (isAll || (isLast && first.isIn(ledger))) {
      return new Merge.Contained(ledger.tip());
    }
    return ledger.tip().equals(expected)
        ? new Merge.Replay(first.entries())
        : new Merge.Hold(
            "the ledger moved meanwhile, from %s to %s%s"
                .formatted(called(expected), called(ledger.tip()), instead(ledger, first)));
  }

  /** Names what stands where the first entry should, to whoever decides. */
  private static String instead(LedgerState ledger, PendingGroup group) {
    return group.entries().stream()
        .flatMap(entry ->
            ledger.history(entry.application()).stream()
                .filter(one -> one.number() == entry.number()))
        .findFirst()
        .map(one ->
            ", where entry %d of %s is %s by %s: %s"
                .formatted(
                    one.number(),
                    one.application().isEmpty() ? "the environment" : one.application(),
                    one.kind().word(),
                    one.by(),
                    one.reason()))
        .orElse("");
  }

  private static String called(String tip) {
    return tip.isEmpty() ? "no commit" : tip;
  }

  /** What becomes of entries that had to wait. */
  sealed interface Merge {

    /** The ledger has them: an answer was lost. */
    record Contained(String tip) implements Merge {}

    /** The ledger stands as they were decided on: they go on top. */
    record Replay(List<Entry> entries) implements Merge {}

    /** Somebody else wrote meanwhile: a person decides. */
    record Hold(String why) implements Merge {}
  }
}
