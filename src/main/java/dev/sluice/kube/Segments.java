package dev.sluice.kube;

import dev.sluice.kube.resource.LedgerSegmentSpec;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The segments of one ledger as they are stored.
 *
 * @param byNumber the segments, numbered from 1 without a gap
 */
record Segments(SortedMap<Integer, Stored> byNumber) {

  /** One segment. */
  record Stored(String name, String resourceVersion, LedgerSegmentSpec spec) {}

  /**
   * The segments of one ledger.
   *
   * @throws Stopped {@code LedgerEdited} when one is missing
   */
  static Segments of(Collection<Stored> stored) throws Stopped {
    SortedMap<Integer, Stored> byNumber = new TreeMap<>();
    stored.forEach(one -> byNumber.put(one.spec().segment(), one));
    int expected = 1;
    for (Stored one : byNumber.values()) {
      if (one.spec().segment() != expected++) {
        throw new Stopped(
            Failure.of(
                Reason.LEDGER_EDITED,
                "the LedgerSegment %d of %s of repository %s is missing"
                    .formatted(expected - 1, one.spec().environment(), one.spec().repository()),
                "Nothing is promoted there; what runs goes on running. Restore it from a backup of"
                    + " the cluster"));
      }
    }
    return new Segments(byNumber);
  }

  /** The one that is written to; empty for a ledger that nothing was ever written to. */
  Optional<Stored> last() {
    return byNumber.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(byNumber.get(byNumber.lastKey()));
  }

  /** What they hold, and where they stand. */
  LedgerStore.Files files() {
    return last()
        .map(last ->
            new LedgerStore.Files(
                last.spec().segment() + "@" + last.resourceVersion(),
                Optional.empty(),
                SegmentLog.files(byNumber.values().stream().map(Stored::spec).toList())))
        .orElse(new LedgerStore.Files("", Optional.empty(), Map.of()));
  }
}
