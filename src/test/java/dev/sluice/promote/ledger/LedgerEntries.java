package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Entries for tests. */
public final class LedgerEntries {

  static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private LedgerEntries() {}

  /** A release with everything that an entry may hold. */
  public static Entry release(long number, String application, String environment) {
    return new Entry(
        number,
        Entry.Kind.PROMOTE,
        application,
        environment,
        AT.plusSeconds(number),
        "%040x".formatted(number),
        "digest-" + number,
        OptionalLong.empty(),
        List.of(
            new GateResult(
                "soak",
                "soak",
                Gate.Phase.PRE,
                Verdict.PASS,
                "healthy for 30m",
                "2026-03-01T09:59:00Z",
                AT,
                "inputs")),
        List.of(
            new ApprovalRecord(
                "ada",
                "kubernetes",
                AT,
                ApprovalRecord.Decision.APPROVE,
                "digest-" + number,
                "looks good")),
        Map.of("dependsOn", "left out"),
        "p".repeat(40),
        "shop-prod-1234567890",
        "sluice",
        "from staging release 3",
        Optional.empty(),
        Map.of("engine", "kustomize v1"));
  }

  /** What became of a release. */
  public static Entry outcome(long number, Entry.Kind kind, Entry of) {
    return new Entry(
        number,
        kind,
        of.application(),
        of.environment(),
        AT.plusSeconds(number),
        of.commit(),
        of.digest(),
        OptionalLong.of(of.number()),
        List.of(),
        List.of(),
        Map.of(),
        "",
        of.promotion(),
        "sluice",
        "",
        Optional.empty(),
        Map.of());
  }
}
