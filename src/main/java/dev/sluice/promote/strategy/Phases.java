package dev.sluice.promote.strategy;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** The release in its slot gets all of the traffic. */
  public static final String SWITCH = "switch";

  /** The release that has no traffic any more goes. */
  public static final String RETIRE = "retire";

  private static final String STEP = "step";
  private static final String SLOT = "slot";
  private static final String SERVICES = "services";
  private static final String RETIRE_AFTER = "retireAfter";

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

  /**
   * The details of a release that comes up in a slot.
   *
   * @param strategy which Services are switched, and how long the former release stays
   */
  public static Map<String, String> inSlot(Slot slot, Strategy.BlueGreen strategy) {
    return Map.of(
        STRATEGY,
        Strategy.BlueGreen.WORD,
        SLOT,
        slot.word(),
        SERVICES,
        String.join(" ", strategy.services()),
        RETIRE_AFTER,
        strategy.retireAfter().toString());
  }

  /** The same of one that goes back to what stands there still, and has the traffic at once. */
  public static Map<String, String> switchBack(Slot slot, Strategy.BlueGreen strategy) {
    Map<String, String> details = new TreeMap<>(inSlot(slot, strategy));
    details.put(PHASE, SWITCH);
    return Map.copyOf(details);
  }

  /** The details of the entry that gives a release in its slot the traffic. */
  public static Map<String, String> switched(Slot slot) {
    return Map.of(PHASE, SWITCH, SLOT, slot.word());
  }

  /** The details of the entry that lets a release go. */
  public static Map<String, String> retired(Slot slot) {
    return Map.of(PHASE, RETIRE, SLOT, slot.word());
  }

  static Slot slot(Entry release) {
    return Slot.ofWord(release.details().getOrDefault(SLOT, Slot.PLAIN.word()));
  }

  /** Only what ran here verified may have the traffic without being tried. */
  static boolean isSwitchBack(Entry release) {
    return release.kind() == Entry.Kind.ROLLBACK && SWITCH.equals(release.details().get(PHASE));
  }

  /** Names of the Services that a release in a slot is about; empty for all. */
  public static List<String> services(Entry release) {
    String names = release.details().getOrDefault(SERVICES, "");
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }

  /** How long the release before one in a slot stays; empty where that is not said. */
  public static Optional<Duration> retireAfter(Entry release) {
    try {
      return Optional.ofNullable(release.details().get(RETIRE_AFTER)).map(Duration::parse);
    } catch (DateTimeParseException unreadable) {
      return Optional.empty(); // what stays too long does no harm
    }
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
        .filter(entry -> !RETIRE.equals(entry.details().get(PHASE)))
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
