package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Entries of the ledger, as the machine writes them. */
final class Entries {

  /** The detail of an entry that names the request it carries out. */
  static final String REQUEST = "request";

  /** The detail of a pin that a newer revision lifts by itself. */
  static final String BY_ITSELF = "until";

  static final String NEWER = "newer revision";

  private Entries() {}

  /**
   * A promotion as a release. It comes from the promotion and the ledger alone, so that after a
   * crash the same promotion makes the same entry.
   */
  static Entry release(Promotion promotion, long number, Map<String, String> details) {
    return new Entry(
        number,
        promotion.kind(),
        promotion.target().application(),
        promotion.target().environment(),
        promotion.since(),
        promotion.commit(),
        promotion.digest(),
        promotion.about(),
        promotion.gates(),
        promotion.approvals(),
        promotion.skipped(),
        promotion.policy(),
        promotion.id(),
        promotion.requestedBy(),
        promotion.reason(),
        Optional.empty(),
        details);
  }

  /**
   * The next phase of a release.
   *
   * @param gates what had to be passed for it, at the policy that is asked now
   * @param skipped gates that a person answered for
   */
  static Entry phase(
      Work work,
      Promotion promotion,
      String reason,
      List<GateResult> gates,
      Map<String, String> skipped,
      Map<String, String> details) {
    return new Entry(
        work.next(),
        Kind.PHASE,
        work.facts().target().application(),
        work.facts().target().environment(),
        work.now(),
        promotion.commit(),
        promotion.digest(),
        promotion.release(),
        gates,
        List.of(),
        skipped,
        work.facts().policyCommit(),
        promotion.id(),
        Entry.DAEMON,
        reason,
        Optional.empty(),
        details);
  }

  /** What became of a release. */
  static Entry outcome(
      Work work,
      Kind kind,
      Promotion promotion,
      String by,
      String reason,
      List<GateResult> gates,
      Map<String, String> details) {
    return entry(
        work,
        kind,
        work.now(),
        new About(promotion.commit(), promotion.digest(), promotion.release()),
        promotion.id(),
        by,
        reason,
        gates,
        resumed(work, promotion),
        Optional.empty(),
        Irreversible.with(details, work, promotion));
  }

  /** The gates afterwards that a person answered for. */
  private static Map<String, String> resumed(Work work, Promotion promotion) {
    Map<String, String> resumed = new TreeMap<>(promotion.skipped());
    resumed
        .keySet()
        .retainAll(work.facts().policy().gates(Gate.Phase.POST).stream().map(Gate::name).toList());
    return Map.copyOf(resumed);
  }

  /** Something about what may happen next. */
  static Entry policy(
      Work work,
      Kind kind,
      Instant at,
      About about,
      String by,
      String reason,
      Optional<Instant> until,
      Map<String, String> details) {
    return entry(work, kind, at, about, "", by, reason, List.of(), Map.of(), until, details);
  }

  /** The release, commit and digest that an entry is about. */
  record About(String commit, String digest, OptionalLong release) {

    static final About NOTHING = new About("", "", OptionalLong.empty());

    static About of(Entry release) {
      return new About(release.commit(), release.digest(), OptionalLong.of(release.number()));
    }
  }

  private static Entry entry(
      Work work,
      Kind kind,
      Instant at,
      About about,
      String promotion,
      String by,
      String reason,
      List<GateResult> gates,
      Map<String, String> skipped,
      Optional<Instant> until,
      Map<String, String> details) {
    return new Entry(
        work.next(),
        kind,
        work.facts().target().application(),
        work.facts().target().environment(),
        at,
        about.commit(),
        about.digest(),
        about.release(),
        gates,
        List.of(),
        skipped,
        "",
        promotion,
        by,
        reason,
        until,
        details);
  }
}
