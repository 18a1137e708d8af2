package dev.sluice.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.sluice.model.promotion.Strategy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** No release in a slot gets traffic that it did not earn, whatever the ledger says. */
class SlotsOfTheLedgerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
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
  private static final Strategy.BlueGreen STRATEGY =
      new Strategy.BlueGreen(List.of(), Duration.ofHours(1));

  private final List<Entry> history = new ArrayList<>();
  private final LedgerTips tips =
      new LedgerTips(
          (repository, environment) -> new Reader(),
          (commit, target) -> policy(),
          InstantSource.fixed(NOW));

  @Test
  void bothReleasesAreProvedAndComparedEachForItself() throws Stopped {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    release(Entry.Kind.PROMOTE, "b", Phases.inSlot(Slot.GREEN, STRATEGY), passed("config"));

    Allowed newest = tips.next(WEB);
    Allowed other = newest.beside().orElseThrow().other().orElseThrow();
    assertThat(newest.approved().orElseThrow().digest()).isEqualTo("digest-b");
    assertThat(other.approved().orElseThrow().digest()).isEqualTo("digest-a");
    assertThat(newest.permit().allows(WEB.id(), newest.revision())).isTrue();
    assertThat(newest.permit().allows(WEB.id(), other.revision())).isFalse();
    assertThat(other.permit().allows(WEB.id(), other.revision())).isTrue();
  }

  @Test
  void oneThatIsAloneIsStillInItsSlot() throws Stopped {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    Beside beside = tips.next(WEB).beside().orElseThrow();
    assertThat(beside.other()).isEmpty();
    assertThat(beside.course()).isInstanceOf(Course.BlueGreen.class);
  }

  @Test
  void aSwitchWithoutTheGatesThatAreAskedMeanwhileIsNotApplied() throws Stopped {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    long tried =
        release(Entry.Kind.PROMOTE, "b", Phases.inSlot(Slot.GREEN, STRATEGY), passed("config"));
    phase(tried, Phases.switched(Slot.GREEN));
    assertThat(refused().message()).contains("smoke");

    history.removeFirst();
    phase(
        tried,
        Phases.switched(Slot.GREEN),
        new GateResult("smoke", "health", Gate.Phase.DURING, Verdict.FAIL, "", "", NOW, ""));
    assertThat(refused().message()).contains("smoke");

    history.removeFirst();
    phase(tried, Phases.switched(Slot.GREEN), passed("smoke"));
    assertThat(tips.next(WEB).beside()).isPresent();
  }

  @Test
  void neitherDoesANewerReleaseHideIt() {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    long tried =
        release(Entry.Kind.PROMOTE, "b", Phases.inSlot(Slot.GREEN, STRATEGY), passed("config"));
    phase(tried, Phases.switched(Slot.GREEN));
    release(Entry.Kind.PROMOTE, "c", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    assertThat(refused().message()).contains("smoke");
  }

  @Test
  void theOtherReleaseNeedsItsOwnGatesToo() {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY));
    release(Entry.Kind.PROMOTE, "b", Phases.inSlot(Slot.GREEN, STRATEGY), passed("config"));
    assertThat(refused().message()).contains("config");
  }

  @Test
  void oneOfTwoNeverTakesThePlaceOfBoth() {
    release(Entry.Kind.PROMOTE, "a", Phases.inSlot(Slot.BLUE, STRATEGY), passed("config"));
    release(Entry.Kind.PROMOTE, "b", Phases.inSlot(Slot.GREEN, STRATEGY), passed("config"));
    Stopped stopped = catchThrowableOfType(Stopped.class, () -> tips.again(WEB, "a".repeat(40)));
    assertThat(stopped.failure().message()).contains("side by side");
  }

  private Failure refused() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> tips.next(WEB)).failure();
    assertThat(failure.reason()).isEqualTo(Reason.GATES_INCOMPLETE);
    return failure;
  }

  private static PromotionPolicy policy() {
    PromotionPolicy none = PromotionPolicy.NONE;
    return new PromotionPolicy(
        List.of(
            new Gate.Health("config", Gate.Phase.PRE, Duration.ZERO, Origin.UNKNOWN),
            new Gate.Health("smoke", Gate.Phase.DURING, Duration.ZERO, Origin.UNKNOWN)),
        none.supersede(),
        none.maxAge(),
        none.minHealthy(),
        none.deadline(),
        none.rollback(),
        none.maxLag(),
        none.units(),
        STRATEGY);
  }

  private static GateResult passed(String gate) {
    return new GateResult(gate, "health", Gate.Phase.PRE, Verdict.PASS, "", "", NOW, "");
  }

  private long release(
      Entry.Kind kind, String commit, Map<String, String> details, GateResult... gates) {
    return write(kind, commit.repeat(40), "digest-" + commit, OptionalLong.empty(), details, gates);
  }

  private void phase(long about, Map<String, String> details, GateResult... gates) {
    write(Entry.Kind.PHASE, "", "", OptionalLong.of(about), details, gates);
  }

  private long write(
      Entry.Kind kind,
      String commit,
      String digest,
      OptionalLong about,
      Map<String, String> details,
      GateResult... gates) {
    long number = history.size() + 1;
    history.addFirst(
        new Entry(
            number,
            kind,
            "web",
            "prod",
            NOW,
            commit,
            digest,
            about,
            List.of(gates),
            List.of(),
            Map.of(),
            "policy",
            "web-prod-1",
            "ada",
            "because",
            Optional.empty(),
            details));
    return number;
  }

  /** A ledger that is only read, and has always moved. */
  private final class Reader implements Ledger {

    @Override
    public LedgerState read() {
      return new LedgerState("tip-" + System.nanoTime(), Map.of("web", List.copyOf(history)));
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
