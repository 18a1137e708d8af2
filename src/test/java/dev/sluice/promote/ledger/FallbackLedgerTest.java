package dev.sluice.promote.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.promote.ledger.Ledger.Acknowledgement;
import dev.sluice.promote.ledger.Ledger.Appended;
import dev.sluice.promote.ledger.Ledger.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While the Git host is away, what takes back or stops counts at once, and is brought there before
 * anything else; where somebody else wrote there meanwhile, a person decides.
 */
class FallbackLedgerTest {

  private static final Failure AWAY =
      Failure.of(Reason.REPOSITORY_UNREACHABLE, "the host is away", "");

  private final LedgerKeys keys = Ed25519Keys.generate();
  private final MemoryLedgerStore branch = new MemoryLedgerStore();
  private final MemoryLedgerStore cluster = new MemoryLedgerStore();
  private final Host host = new Host();
  private Instant now = LedgerEntries.AT.plusSeconds(1_000);
  private Optional<Failure> polled = Optional.empty();
  private FallbackLedger ledger = anew();

  @BeforeEach
  void twoReleases() throws Stopped {
    accepted(ledger, LedgerEntries.release(1, "shop", "prod"));
    accepted(ledger, LedgerEntries.release(2, "shop", "prod"));
  }

  @Test
  void whatTakesBackCountsAtOnceAndIsBroughtToTheHostWhenItIsBack() throws Stopped {
    LedgerState before = ledger.read();
    host.away = true;

    LedgerState taken = accepted(ledger, rollback(3), entry(4, Kind.PIN));

    assertThat(taken.standing("shop").current()).contains(rollback(3));
    assertThat(taken.tip()).isNotEqualTo(before.tip());
    assertThat(ledger.read()).isEqualTo(taken);
    assertThat(ledger.remark().orElse("")).startsWith("PendingPush: Rollback shop 3 by ada");
    assertThat(branchNow()).isEqualTo(before);

    host.away = false;
    pause();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(ledger.read()).isEqualTo(branchNow());
    assertThat(ledger.read().history("shop"))
        .startsWith(entry(4, Kind.PIN), rollback(3), LedgerEntries.release(2, "shop", "prod"));
    assertThat(ledger.remark()).isEmpty();
    assertThat(ledger.settle()).isEqualTo(Settled.NOTHING);
  }

  @Test
  void nothingNewComesInWhileTheHostIsAway() throws Stopped {
    host.away = true;
    LedgerState base = ledger.read();
    for (Kind kind : Kind.values()) {
      if (!FallbackLedger.maySkipHost(entry(3, kind))) {
        assertThat(refused(() -> ledger.append(base, List.of(entry(3, kind)))).reason())
            .as(kind.word())
            .isEqualTo(Reason.REPOSITORY_UNREACHABLE);
      }
    }
    assertThat(
            refused(() -> ledger.append(base, List.of(rollback(3), entry(4, Kind.PROMOTE))))
                .reason())
        .as("nor beside what may")
        .isEqualTo(Reason.REPOSITORY_UNREACHABLE);
    assertThat(ledger.read()).isEqualTo(base);
  }

  @Test
  void aFailoverGoesThroughWithoutTheHost() throws Stopped {
    host.away = true;
    LedgerState taken =
        accepted(
            ledger,
            ofEnvironment(1, Kind.PHASE),
            ofEnvironment(2, Kind.ROLE),
            ofEnvironment(3, Kind.VERIFIED));
    assertThat(taken.history("")).hasSize(3);

    LedgerState base = ledger.read();
    assertThat(refused(() -> ledger.append(base, List.of(entry(3, Kind.PHASE)))).reason())
        .as("a step of a release is none of it")
        .isEqualTo(Reason.REPOSITORY_UNREACHABLE);
    host.away = false;
    pause();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(branchNow().history("")).hasSize(3);
  }

  @Test
  void aHostThatDidNotAnswerThePollIsNotAskedToTakeAPush() throws Stopped {
    polled = Optional.of(AWAY);

    accepted(ledger, rollback(3));

    assertThat(host.asked).isEqualTo(2);
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);
    assertThat(host.asked).isEqualTo(2);
    polled = Optional.empty();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
  }

  @Test
  void aDaemonThatStartsMeanwhileKnowsWhatWaitsInItsOrder() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    LedgerState taken = accepted(ledger, entry(4, Kind.FREEZE));

    ledger = anew();
    assertThat(ledger.read()).isEqualTo(taken);
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);

    host.away = false;
    ledger = anew();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(branchNow().history("shop")).startsWith(entry(4, Kind.FREEZE), rollback(3));
  }

  @Test
  void wherePushAndItsAnswerWereLostBetweenNothingIsWrittenTwice() throws Stopped {
    host.loseAnswers = true;
    accepted(ledger, rollback(3)); // is on the host, and nobody here knows
    host.loseAnswers = false;
    host.away = true;
    accepted(ledger, entry(4, Kind.FREEZE));
    host.away = false;

    ledger = anew();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(ledger.read().history("shop"))
        .containsExactly(
            entry(4, Kind.FREEZE),
            rollback(3),
            LedgerEntries.release(2, "shop", "prod"),
            LedgerEntries.release(1, "shop", "prod"));
  }

  @Test
  void aDeathBetweenThePushAndItsRecordIsNoSecondPush() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    host.away = false;
    pause();
    MemoryLedgerStore before = cluster.copy();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    int asked = host.asked;

    FallbackLedger after = over(before);
    assertThat(after.settle()).isEqualTo(Settled.MOVED);
    assertThat(host.asked).isEqualTo(asked);
    assertThat(after.read()).isEqualTo(branchNow());
    assertThat(after.read().history("shop")).hasSize(3);
  }

  @Test
  void whereTheBranchMovedMeanwhileItIsHeldUntilAPersonLetsItGo() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    Entry theirs = LedgerEntries.release(3, "shop", "prod");
    accepted(new SignedLedger("prod", branch, keys), theirs);
    host.away = false;
    pause();

    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    Failure held = refused(ledger::read);
    assertThat(held.reason()).isEqualTo(Reason.LEDGER_HELD);
    assertThat(held.message())
        .contains("Rollback shop 3 by ada", "entry 3 of shop is Promote", "the ledger moved");
    ledger = anew();
    assertThat(refused(ledger::read)).as("over a restart").isEqualTo(held);
    assertThat(ledger.settle()).isEqualTo(Settled.NOTHING);

    Acknowledgement ada =
        new Acknowledgement("ada", now, "the newer release is good", Map.of("request", "r-1"));
    MemoryLedgerStore before = cluster.copy();
    ledger.acknowledge(ada);
    LedgerState after = ledger.read();
    assertThat(after).isEqualTo(branchNow());
    assertThat(after.standing("shop").current()).contains(theirs);
    Entry record = after.history("").getFirst();
    assertThat(record.kind()).isEqualTo(Kind.ACKNOWLEDGE);
    assertThat(record.by()).isEqualTo("ada");
    assertThat(record.details()).containsEntry("letGo", "Rollback shop 3 by ada");

    FallbackLedger died = over(before);
    died.acknowledge(ada);
    assertThat(died.read()).as("asked twice, recorded once").isEqualTo(after);
  }

  @Test
  void anotherApplicationsReleaseMeanwhileHoldsItToo() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    accepted(new SignedLedger("prod", branch, keys), LedgerEntries.release(1, "blog", "prod"));
    host.away = false;
    pause();
    ledger.settle();

    assertThat(refused(ledger::read).reason()).isEqualTo(Reason.LEDGER_HELD);
  }

  @Test
  void aWordThatSomebodyChangedIsNoticed() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    String text = cluster.read().texts().getOrDefault(PendingLog.FILE, "");
    cluster.put(PendingLog.FILE, text.replace("\"by\":\"ada\"", "\"by\":\"eve\""));

    Failure failure = refused(() -> anew().read());
    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(failure.toString()).contains("_pending.log:2", "signature");
  }

  private FallbackLedger anew() {
    return over(cluster);
  }

  private FallbackLedger over(MemoryLedgerStore waiting) {
    return new FallbackLedger("prod", host, waiting, keys, () -> polled, () -> now);
  }

  private LedgerState branchNow() throws Stopped {
    return new SignedLedger("prod", branch, keys).read();
  }

  private void pause() {
    now = now.plus(Duration.ofMinutes(1));
  }

  private static LedgerState accepted(Ledger ledger, Entry... entries) throws Stopped {
    Appended appended = ledger.append(ledger.read(), List.of(entries));
    assertThat(appended).isInstanceOf(Appended.Accepted.class);
    return appended.now();
  }

  private static Entry rollback(long number) {
    return entry(number, Kind.ROLLBACK);
  }

  private static Entry entry(long number, Kind kind) {
    return entry(number, kind, "shop");
  }

  private static Entry ofEnvironment(long number, Kind kind) {
    return entry(number, kind, "");
  }

  private static Entry entry(long number, Kind kind, String application) {
    return new Entry(
        number,
        kind,
        application,
        "prod",
        LedgerEntries.AT.plusSeconds(number),
        "%040x".formatted(1),
        "digest-1",
        OptionalLong.of(1),
        List.of(),
        List.of(),
        Map.of(),
        "p".repeat(40),
        "shop-prod-back",
        "ada",
        "customers complain",
        Optional.empty(),
        Map.of());
  }

  private interface Call {
    Object make() throws Stopped;
  }

  private static Failure refused(Call call) {
    return catchThrowableOfType(Stopped.class, call::make).failure();
  }

  /** A ledger on a host that can be away, and may take a write without saying so. */
  private final class Host implements Ledger {

    private final SignedLedger signed = new SignedLedger("prod", branch, keys);
    private boolean away;
    private boolean loseAnswers;
    private LedgerState seen = LedgerState.EMPTY;
    private int asked;

    @Override
    public LedgerState read() throws Stopped {
      if (!away && !loseAnswers) {
        seen = signed.read();
      }
      return seen;
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) throws Stopped {
      asked++;
      if (away) {
        throw new Stopped(AWAY);
      }
      Appended appended = signed.append(base, entries);
      if (loseAnswers) {
        throw new Stopped(AWAY);
      }
      seen = appended.now();
      return appended;
    }

    @Override
    public Appended acknowledge(Acknowledgement given) throws Stopped {
      return signed.acknowledge(given);
    }
  }
}
