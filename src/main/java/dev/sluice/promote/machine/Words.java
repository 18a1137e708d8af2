package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people said about something that would run. */
final class Words {

  private Words() {}

  /**
   * What still counts: a release uses up what was said about it, or going back to something that
   * was approved once would ask nobody.
   */
  static List<ApprovalRecord> about(Work work, String digest) {
    Optional<Instant> used =
        work.history().stream()
            .filter(entry -> entry.kind().effect() == Entry.Effect.RELEASE)
            .filter(entry -> entry.digest().equals(digest))
            .findFirst()
            .map(Words::end);
    return work.facts().approvals().stream()
        .filter(word -> word.digest().equals(digest))
        .filter(word -> used.isEmpty() || word.at().isAfter(used.get()))
        .toList();
  }

  /** By the clock of whoever was later: theirs who approved need not be that of the daemon. */
  private static Instant end(Entry release) {
    return Stream.concat(
            Stream.of(release.at()), release.approvals().stream().map(ApprovalRecord::at))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
