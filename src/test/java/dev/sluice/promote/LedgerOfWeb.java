package dev.sluice.promote;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The ledger of one application in one environment, written line by line. */
final class LedgerOfWeb {

  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final String COMMIT = "a".repeat(40);
  static final String POLICY = "b".repeat(40);
  static final Target WEB =
      new Target(
          new TargetId("config", "web", "prod"),
          "apps/web",
          "web",
          "",
          "main",
          SyncPolicy.DEFAULT,
          Optional.empty(),
          Target.Driver.LEDGER);
  static final Gate SOAK =
      new Gate.Soak("soak", Gate.Phase.PRE, Duration.ofMinutes(30), Origin.UNKNOWN);
  static final Gate IMAGES = new Gate.Images("images", Gate.Phase.PRE, List.of(), Origin.UNKNOWN);
  static final Gate SMOKE =
      new Gate.Soak("smoke", Gate.Phase.POST, Duration.ofMinutes(1), Origin.UNKNOWN);

  final Map<String, PromotionPolicy> policies =
      new HashMap<>(Map.of(POLICY, policy(SOAK, IMAGES, SMOKE)));
  final List<Entry> history = new ArrayList<>();
  private int writes;
  private Optional<Stopped> unreadable = Optional.empty();
  final LedgerTips tips =
      new LedgerTips(
          (repository, environment) -> new Reader(),
          (commit, target) -> {
            PromotionPolicy policy = policies.get(commit);
            if (policy == null) {
              throw new Stopped(Failure.of(Reason.GATES_INCOMPLETE, "no such policy", ""));
            }
            return policy;
          },
          InstantSource.fixed(NOW));

  /** The newest. */
  void write(Entry entry) {
    history.addFirst(entry);
    writes++;
  }

  /** From now on the ledger cannot be read. */
  void edited() {
    unreadable = Optional.of(new Stopped(Failure.of(Reason.LEDGER_EDITED, "edited", "")));
  }

  static PromotionPolicy policy(Gate... gates) {
    PromotionPolicy none = PromotionPolicy.NONE;
    return new PromotionPolicy(
        List.of(gates),
        none.supersede(),
        none.maxAge(),
        none.minHealthy(),
        none.deadline(),
        none.rollback(),
        none.maxLag(),
        none.units(),
        none.strategy());
  }

  static GateResult passed(String gate, String kind) {
    return result(gate, kind, Verdict.PASS);
  }

  static GateResult result(String gate, String kind, Verdict verdict) {
    return new GateResult(gate, kind, Gate.Phase.PRE, verdict, "", "", NOW, "");
  }

  static Entry release(Entry.Kind kind, GateResult... gates) {
    return entry(kind, COMMIT, "digest", List.of(gates), Map.of("engine", "engine v1"), null);
  }

  static Entry freeze(String level, Instant until) {
    return entry(Entry.Kind.FREEZE, "", "", List.of(), Map.of(Freezes.LEVEL, level), until);
  }

  private static Entry entry(
      Entry.Kind kind,
      String commit,
      String digest,
      List<GateResult> gates,
      Map<String, String> details,
      Instant until) {
    return new Entry(
        1,
        kind,
        "web",
        "prod",
        NOW,
        commit,
        digest,
        OptionalLong.empty(),
        gates,
        List.of(),
        Map.of(),
        POLICY,
        "web-prod-1",
        "ada",
        "because",
        Optional.ofNullable(until),
        details);
  }

  static Entry skipping(Entry entry, Map<String, String> skipped) {
    return new Entry(
        entry.number(),
        entry.kind(),
        entry.application(),
        entry.environment(),
        entry.at(),
        entry.commit(),
        entry.digest(),
        entry.about(),
        entry.gates(),
        entry.approvals(),
        skipped,
        entry.policy(),
        entry.promotion(),
        entry.by(),
        entry.reason(),
        entry.until(),
        entry.details());
  }

  /** A ledger that is only read. */
  private final class Reader implements Ledger {

    @Override
    public LedgerState read() throws Stopped {
      if (unreadable.isPresent()) {
        throw unreadable.get();
      }
      return new LedgerState("tip-" + writes + history.size(), Map.of("web", List.copyOf(history)));
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException();
    }
  }
}
