package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What releases render to since the renderer changed: the same commit, and another digest. What was
 * recorded last about a release counts.
 */
public final class Baselines {

  private final Map<Long, Entry> newest = new HashMap<>();

  /** Of a history, newest first. */
  public static Baselines of(List<Entry> newestFirst) {
    Baselines baselines = new Baselines();
    newestFirst.forEach(baselines::older);
    return baselines;
  }

  /** Takes in the next older entry, whatever it is. */
  public void older(Entry entry) {
    if (entry.kind() == Entry.Kind.BASELINE) {
      entry.about().ifPresent(number -> newest.putIfAbsent(number, entry));
    }
  }

  /** A release as it counts now. */
  public Entry of(Entry release) {
    return Optional.ofNullable(newest.get(release.number()))
        .map(baseline -> rendered(release, baseline))
        .orElse(release);
  }

  /** A release with the digest and the renderer of a baseline of it. */
  public static Entry rendered(Entry release, Entry baseline) {
    Map<String, String> details = new TreeMap<>(release.details());
    details.put(Entry.ENGINE, baseline.details().getOrDefault(Entry.ENGINE, ""));
    return new Entry(
        release.number(),
        release.kind(),
        release.application(),
        release.environment(),
        release.at(),
        release.commit(),
        baseline.digest(),
        release.about(),
        release.gates(),
        release.approvals(),
        release.skipped(),
        release.policy(),
        release.promotion(),
        release.by(),
        release.reason(),
        release.until(),
        Map.copyOf(details));
  }
}
