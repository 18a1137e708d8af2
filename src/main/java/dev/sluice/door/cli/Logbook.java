package dev.sluice.door.cli;

import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries in the order in which they were written, the newest first, and what became of each
 * release.
 */
final class Logbook {

  private static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparing(Entry::at)
          .thenComparing(Entry::application, Comparator.reverseOrder())
          .thenComparingLong(Entry::number)
          .reversed();

  private final List<Entry> entries;
  private final Map<Release, Entry.Kind> outcomes;

  private Logbook(List<Entry> entries, Map<Release, Entry.Kind> outcomes) {
    this.entries = entries;
    this.outcomes = outcomes;
  }

  private record Release(String application, long number) {}

  static Logbook of(Collection<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(NEWEST_FIRST);
    Map<Release, Entry.Kind> outcomes = new HashMap<>();
    for (Entry entry : sorted) {
      if (entry.kind().effect() == Entry.Effect.OUTCOME) {
        // From new to old: the last word counts.
        entry
            .about()
            .ifPresent(number ->
                outcomes.putIfAbsent(new Release(entry.application(), number), entry.kind()));
      }
    }
    return new Logbook(List.copyOf(sorted), outcomes);
  }

  List<Entry> entries() {
    return entries;
  }

  int size() {
    return entries.size();
  }

  /** The newest so many; all for 0. */
  Logbook newest(int count) {
    return count <= 0 || count >= entries.size()
        ? this
        : new Logbook(entries.subList(0, count), outcomes);
  }

  /** What became of a release; empty while that is open, and for what is no release. */
  String outcome(Entry entry) {
    Entry.Kind outcome = outcomes.get(new Release(entry.application(), entry.number()));
    return entry.kind().effect() == Entry.Effect.RELEASE && outcome != null ? outcome.word() : "";
  }
}
