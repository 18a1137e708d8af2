package dev.sluice.promote.strategy;

import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;

/** How the ledger tells of releases that come in phases: the details of their entries. */
public final class Phases {

  /** The detail of a release that comes in phases: the word of its strategy. */
  public static final String STRATEGY = "strategy";

  /** The detail of a phase that names it. */
  public static final String PHASE = "phase";

  /** The canary gets a share of the traffic. */
  public static final String SHARE = "weight";

  /** The release runs as a whole from now on, and nothing of the former one is left. */
  public static final String WHOLE = "whole";

  private static final String STEP = "step";

  private Phases() {}

  /** Whether a release comes in phases. */
  public static boolean isPhased(Entry release) {
    return release.details().containsKey(STRATEGY);
  }

  /** The details of a step of a canary. */
  public static Map<String, String> share(int step, int weight) {
    return Map.of(PHASE, SHARE, STEP, Integer.toString(step), SHARE, Integer.toString(weight));
  }

  /** The details of the end of all phases. */
  public static Map<String, String> whole() {
    return Map.of(PHASE, WHOLE);
  }

  /** The step that a phase is, counted from 1; 0 when it is none. */
  static int step(Entry phase) {
    return number(phase, STEP);
  }

  /** The share that a phase gives, in percent. */
  static int weight(Entry phase) {
    return number(phase, SHARE);
  }

  /**
   * The phases of a release that had to be earned: the gates that are asked while two releases run
   * must have passed before them. The first share is given to what nobody has used yet.
   */
  public static List<Entry> earned(List<Entry> newestFirst, Entry release) {
    return newestFirst.stream()
        .takeWhile(entry -> entry.number() > release.number())
        .filter(entry -> entry.kind() == Entry.Kind.PHASE)
        .filter(entry -> entry.about().orElse(0) == release.number())
        .filter(entry -> step(entry) != 1)
        .toList();
  }

  /** Number of the entry that began the phase that a release is in. */
  public static long begun(List<Entry> newestFirst, long release) {
    return newestFirst.stream()
        .takeWhile(entry -> entry.number() > release)
        .filter(entry -> entry.kind() == Entry.Kind.PHASE && entry.about().orElse(0) == release)
        .mapToLong(Entry::number)
        .findFirst()
        .orElse(release);
  }

  private static int number(Entry entry, String detail) {
    String text = entry.details().getOrDefault(detail, "");
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
  }
}
