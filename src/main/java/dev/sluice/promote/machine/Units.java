package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries of releases that were recorded together with those of companions. */
final class Units {

  /** The detail of a release that names what it was recorded together with. */
  static final String NAME = "unit";

  /** The detail of a failure that names the companion whose failure it is. */
  static final String COMPANION = "companion";

  /** What the rollback of a companion leaves out: nothing is wrong with what it goes back from. */
  static final String VETO = "veto of what it leaves";

  private Units() {}

  /** What the release that runs was recorded together with; empty for nothing. */
  static String current(Work work) {
    return work.standing()
        .current()
        .map(release -> release.details().getOrDefault(NAME, ""))
        .orElse("");
  }

  /**
   * It failed because a companion did. What it renders to is not vetoed: with the companion mended
   * it comes again.
   */
  static void failed(Work work, Promotion promotion, Company.Failed companion) {
    String reason = "goes with %s: %s".formatted(companion.application(), companion.why());
    work.put(Edit.of(promotion).message(reason).done());
    work.append(
        Entries.outcome(
            work,
            Entry.Kind.FAILED,
            promotion,
            Entry.DAEMON,
            reason,
            List.of(),
            Map.of(COMPANION, companion.application())));
    work.recheck(work.now().plusSeconds(5));
  }

  /** The companion for whose failure what runs counts as failed; empty where it did not. */
  static Optional<String> companion(Work work) {
    return work.standing().outcome().filter(Entry.Kind.FAILED::equals).isEmpty()
        ? Optional.empty()
        : work.history().stream()
            .filter(entry -> entry.kind() == Entry.Kind.FAILED)
            .filter(entry -> entry.about().orElse(0) == work.base())
            .findFirst()
            .map(entry -> entry.details().get(COMPANION));
  }

  /** A rollback that only goes with a companion's vetoes nothing. */
  static Promotion spareInnocent(Work work, Promotion rollback) {
    return companion(work).map(name -> spare(rollback, name)).orElse(rollback);
  }

  /** The same for a companion that is known. */
  static Promotion spare(Promotion rollback, String companion) {
    return Edit.of(rollback).skip(VETO, "goes with " + companion).done();
  }
}
