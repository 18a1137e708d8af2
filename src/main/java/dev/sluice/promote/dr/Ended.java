package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The takeovers of a standby that came to their end, as its ledger has them. */
public final class Ended {

  private Ended() {}

  /** The newest one of whatever kind; empty when none has ended. */
  public static Optional<Takeover> newest(LedgerState standby) {
    return newest(standby, Set.of(Takeover.Outcome.values()), Set.of(Takeover.Kind.values()));
  }

  /**
   * The newest drill that told whether the standby could take over; one that gave way to something
   * more urgent told nothing.
   */
  public static Optional<Takeover> drill(LedgerState standby) {
    return newest(
        standby,
        Set.of(Takeover.Outcome.VERIFIED, Takeover.Outcome.FAILED),
        Set.of(Takeover.Kind.DRILL));
  }

  private static Optional<Takeover> newest(
      LedgerState standby, Set<Takeover.Outcome> outcomes, Set<Takeover.Kind> kinds) {
    List<Entry> newestFirst = standby.history("");
    Set<String> wanted = kinds.stream().map(Takeover.Kind::word).collect(Collectors.toSet());
    return newestFirst.stream()
        .filter(entry -> Step.END.word().equals(entry.details().get(Takeover.STEP)))
        .filter(entry -> wanted.contains(entry.details().getOrDefault(Takeover.KIND, "")))
        .filter(entry -> isOneOf(entry, outcomes))
        .findFirst()
        .flatMap(entry -> Takeover.of(entry.details().getOrDefault(Takeover.ID, ""), newestFirst));
  }

  private static boolean isOneOf(Entry entry, Set<Takeover.Outcome> outcomes) {
    String word = entry.details().getOrDefault(Takeover.OUTCOME, "");
    return Arrays.stream(Takeover.Outcome.values())
        .filter(outcome -> outcome.word().equals(word))
        .anyMatch(outcomes::contains);
  }
}
