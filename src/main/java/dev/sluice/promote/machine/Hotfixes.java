package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came by the short way must not be lost again: until it was merged, revisions that do not
 * contain it wait.
 */
public final class Hotfixes {

  /** What a release that came without a hotfix has skipped: this and the hotfix's commit. */
  static final String CONTAINED = "hotfix ";

  private Hotfixes() {}

  /**
   * The hotfixes that later revisions have to contain, newest first: those after the newest release
   * that came through all gates, unless they failed or were taken back.
   *
   * @param newestFirst history of an application
   */
  public static List<Entry> inForce(List<Entry> newestFirst) {
    Map<Long, Kind> outcomes = new HashMap<>();
    Set<String> vetoed = new HashSet<>();
    Set<String> lifted = new HashSet<>();
    List<Entry> found = new ArrayList<>();
    for (Entry entry : newestFirst) {
      switch (entry.kind()) {
        // It was refused unless it contained those before it.
        case PROMOTE -> {
          return List.copyOf(found);
        }
        case HOTFIX -> {
          Kind outcome = outcomes.get(entry.number());
          boolean stands = outcome != Kind.FAILED && outcome != Kind.REVOKED;
          if (stands && !vetoed.contains(entry.digest())) {
            found.add(entry);
          }
        }
        case FAILED, REVOKED, VERIFIED ->
            entry.about().ifPresent(number -> outcomes.putIfAbsent(number, entry.kind()));
        case VETO -> {
          if (!lifted.contains(entry.digest())) {
            vetoed.add(entry.digest());
          }
        }
        case LIFT -> lifted.add(entry.digest());
        case ROLLBACK, PHASE, ROLE, DRILL, PIN, UNPIN, FREEZE, UNFREEZE, ACKNOWLEDGE, BASELINE -> {}
      }
    }
    return List.copyOf(found);
  }

  /** Why a promotion cannot go on, and what to do; empty when no hotfix is in its way. */
  static Optional<String> obstacle(Work work, Promotion promotion) {
    if (promotion.kind() == Kind.ROLLBACK) {
      return Optional.empty(); // it goes back to before the hotfix, or to it
    }
    List<String> lacking =
        lacking(work, promotion.commit()).stream()
            .filter(commit -> !promotion.skipped().containsKey(CONTAINED + commit))
            .toList();
    return lacking.isEmpty() ? Optional.empty() : Optional.of(words(work, lacking));
  }

  /** The same for a commit that nobody asked for yet. */
  static Optional<String> obstacle(Work work, Candidate candidate) {
    List<String> lacking = lacking(work, candidate.commit());
    return lacking.isEmpty() ? Optional.empty() : Optional.of(words(work, lacking));
  }

  static List<String> lacking(Work work, String commit) {
    return work.facts().objections().lacking().getOrDefault(commit, List.of());
  }

  private static String words(Work work, List<String> lacking) {
    String releases =
        inForce(work.history()).stream()
            .filter(entry -> lacking.contains(entry.commit()))
            .map(entry -> "%s (release %d)".formatted(entry.commit(), entry.number()))
            .collect(Collectors.joining(", "));
    return "it does not contain the hotfix %s: merge that (`sluice promote --override hotfix` goes without)"
        .formatted(releases);
  }
}
