package dev.sluice.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
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
import org.junit.jupiter.api.Test;

/** Nothing is applied that did not come through its gates, whatever the ledger says. */
class LedgerTipsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String COMMIT = "a".repeat(40);
  private static final String POLICY = "b".repeat(40);
  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "prod"),
          "apps/web",
          "web",
          "",
          "main",
          SyncPolicy.DEFAULT,
          Optional.empty(),
          Target.Driver.LEDGER);
  private static final Gate SOAK =
      new Gate.Soak("soak", Gate.Phase.PRE, Duration.ofMinutes(30), Origin.UNKNOWN);
  private static final Gate IMAGES =
      new Gate.Images("images", Gate.Phase.PRE, List.of(), Origin.UNKNOWN);
  private static final Gate SMOKE =
      new Gate.Soak("smoke", Gate.Phase.POST, Duration.ofMinutes(1), Origin.UNKNOWN);

  private final Map<String, PromotionPolicy> policies =
      new HashMap<>(Map.of(POLICY, policy(SOAK, IMAGES, SMOKE)));
  private final List<Entry> history = new ArrayList<>();
  private int writes;
  private final LedgerTips tips =
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

  @Test
  void aReleaseThatPassedItsGatesMayRun() throws Stopped {
    write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    Allowed allowed = tips.next(WEB);

    Revision revision = new Revision("config", COMMIT);
    assertThat(allowed.revision()).isEqualTo(revision);
    assertThat(allowed.permit().allows(WEB.id(), revision)).isTrue();
    assertThat(allowed.approved()).contains(new Allowed.Approved("digest", "engine v1"));
    assertThat(allowed.frozen()).isEmpty();
  }

  @Test
  void aReleaseWithoutTheResultOfAGateMayNot() {
    write(release(Entry.Kind.PROMOTE, passed("soak", "soak")));

    assertThat(refused().message()).contains("gate(s) images");
  }

  @Test
  void aGateThatDidNotPassIsNoResult() {
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.PASS) {
        write(
            release(
                Entry.Kind.PROMOTE, result("soak", "soak", verdict), passed("images", "images")));
        assertThat(refused().message()).as(verdict.word()).contains("gate(s) soak");
      }
    }
  }

  @Test
  void aResultThatIsContradictedDoesNotCount() {
    write(
        release(
            Entry.Kind.PROMOTE,
            passed("soak", "soak"),
            result("soak", "soak", Verdict.FAIL),
            passed("images", "images")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aGateOfAnotherKindCannotStandIn() {
    write(release(Entry.Kind.PROMOTE, passed("soak", "window"), passed("images", "images")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aPromotionLeavesNothingOut() {
    write(
        skipping(
            release(Entry.Kind.PROMOTE, passed("images", "images")), Map.of("soak", "no time")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aRollbackLeavesOutWhatTakesTimeButNotWhatKeepsOut() throws Stopped {
    Entry rollback = release(Entry.Kind.ROLLBACK);
    write(skipping(rollback, Map.of("soak", "a rollback", "images", "a rollback")));
    assertThat(refused().message()).contains("gate(s) images");

    write(
        skipping(
            release(Entry.Kind.ROLLBACK, passed("images", "images")),
            Map.of("soak", "a rollback")));
    assertThat(tips.next(WEB).revision().commit()).isEqualTo(COMMIT);
  }

  @Test
  void aPolicyThatIsNotOfTheDefaultBranchIsNone() {
    policies.clear();
    write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    assertThat(refused().message()).isEqualTo("no such policy");
  }

  @Test
  void anEntryOfAnotherApplicationProvesNothing() {
    Entry other = release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images"));
    write(
        new Entry(
            other.number(),
            other.kind(),
            "other",
            "prod",
            other.at(),
            other.commit(),
            other.digest(),
            other.about(),
            other.gates(),
            other.approvals(),
            other.skipped(),
            other.policy(),
            other.promotion(),
            other.by(),
            other.reason(),
            other.until(),
            other.details()));

    assertThat(refused().message()).contains("is about other in prod");
  }

  @Test
  void whatTheLedgerNeverHeardOfIsNotTakenUpAgain() {
    write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> tips.again(WEB, "c".repeat(40)));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.GATES_INCOMPLETE);
  }

  @Test
  void beforeTheFirstPromotionNothingRuns() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> tips.next(WEB)).failure();

    assertThat(failure.reason()).isEqualTo(Reason.NOT_PROMOTED);
  }

  @Test
  void aFreezeOfLevelTwoIsToldWithTheReleaseUntilItEnds() throws Stopped {
    write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    write(freeze("2", NOW.plusSeconds(60)));
    assertThat(tips.next(WEB).frozen()).map(Failure::reason).contains(Reason.FROZEN);

    history.removeFirst();
    write(freeze("2", NOW));
    assertThat(tips.next(WEB).frozen()).as("it has ended").isEmpty();

    history.removeFirst();
    write(freeze("1", NOW.plusSeconds(60)));
    assertThat(tips.next(WEB).frozen()).as("level 1 goes on healing").isEmpty();
  }

  private void write(Entry entry) {
    history.addFirst(entry);
    writes++;
  }

  private Failure refused() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> tips.next(WEB)).failure();
    assertThat(failure.reason()).isEqualTo(Reason.GATES_INCOMPLETE);
    return failure;
  }

  private static PromotionPolicy policy(Gate... gates) {
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

  private static GateResult passed(String gate, String kind) {
    return result(gate, kind, Verdict.PASS);
  }

  private static GateResult result(String gate, String kind, Verdict verdict) {
    return new GateResult(gate, kind, Gate.Phase.PRE, verdict, "", "", NOW, "");
  }

  private static Entry release(Entry.Kind kind, GateResult... gates) {
    return entry(kind, COMMIT, "digest", List.of(gates), Map.of("engine", "engine v1"), null);
  }

  private static Entry freeze(String level, Instant until) {
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

  private static Entry skipping(Entry entry, Map<String, String> skipped) {
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
    public LedgerState read() {
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
