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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(
      names = {
        "GIT_AUTHENTICATION_FAILED",
        "REPOSITORY_NOT_FOUND",
        "HOST_KEY_REJECTED",
        "REDIRECT_REFUSED"
      })
  void aHostThatDoesNotLetUsInIsAway(Reason reason) throws Stopped {
    polled = Optional.of(Failure.of(reason, "the token was refused", "Mount a new one"));

    accepted(ledger, rollback(3));

    assertThat(ledger.remark().orElse(""))
        .contains("PendingPush: Rollback shop 3", "the token was refused", "Mount a new one");
    assertThat(refused(() -> ledger.append(ledger.read(), List.of(entry(4, Kind.PROMOTE)))))
        .as("nothing new comes in, and it says why")
        .isEqualTo(polled.get());
    polled = Optional.empty();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(branchNow().history("shop")).startsWith(rollback(3));
  }

  @Test
  void aHostThatTakesNoPushIsAwayUntilTheRightIsBack() throws Stopped {
    host.refusal = Optional.of(Failure.of(Reason.LEDGER_REFUSED, "no push", "Give the right"));
    LedgerState base = ledger.read();
    assertThat(refused(() -> ledger.append(base, List.of(entry(3, Kind.PROMOTE)))))
        .isEqualTo(host.refusal.get());

    accepted(ledger, rollback(3));

    assertThat(ledger.remark().orElse("")).contains("no push", "Give the right");
    int asked = host.asked;
    now = now.plusSeconds(30);
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);
    assertThat(host.asked).as("not asked all the time").isEqualTo(asked);
    pause();
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);
    host.refusal = Optional.empty();
    pause();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(ledger.read()).isEqualTo(branchNow());
    assertThat(ledger.remark()).isEmpty();
    accepted(ledger, entry(4, Kind.PROMOTE));
  }

  @Test
  void whatWasBroughtThereIsNotKept() throws Stopped {
    for (int outage = 0; outage < 3; outage++) {
      long next = ledger.read().next("shop");
      host.away = true;
      accepted(ledger, entry(next, Kind.FREEZE));
      accepted(ledger, entry(next + 1, Kind.UNFREEZE));
      assertThat(log()).hasSize(outage == 0 ? 3 : 4);
      host.away = false;
      pause();
      assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
      assertThat(log()).as("its head, and that nothing waits").hasSize(2);
      ledger = anew();
      assertThat(ledger.read()).isEqualTo(branchNow());
    }
  }

  @Test
  void whatIsHeldIsKeptUntilItIsLetGo() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    accepted(new SignedLedger("prod", branch, keys), LedgerEntries.release(3, "shop", "prod"));
    host.away = false;
    pause();
    ledger.settle();
    assertThat(log()).hasSize(3);

    ledger.acknowledge(new Acknowledgement("ada", now, "ours was wrong", Map.of()));
    assertThat(log()).hasSize(2);
    assertThat(anew().read()).isEqualTo(branchNow());
  }

  @Test
  void aStoreThatKeepsWhatWasBelowIsReadAlike() throws Stopped {
    MemoryLedgerStore keeps =
        new MemoryLedgerStore() {
          @Override
          public Written begin(Files base, String file, String text, String message, Instant at) {
            String before = base.texts().getOrDefault(file, "\n");
            return super.begin(
                base, file, text + before.substring(before.indexOf('\n') + 1), message, at);
          }
        };
    ledger = over(keeps);
    host.away = true;
    accepted(ledger, rollback(3));
    host.away = false;
    pause();
    ledger.settle();
    assertThat(keeps.read().texts().getOrDefault(PendingLog.FILE, "").lines()).hasSize(3);
    host.away = true;
    LedgerState taken = accepted(over(keeps), entry(4, Kind.FREEZE));
    assertThat(over(keeps).read()).isEqualTo(taken);
  }

  @Test
  void noLineCanBeTakenAwayUnderWhatWaits() throws Stopped {
    host.away = true;
    accepted(ledger, rollback(3));
    accepted(ledger, entry(4, Kind.FREEZE));
    List<String> lines = log();
    cluster.put(PendingLog.FILE, lines.getFirst() + "\n" + lines.get(1) + "\n");

    assertThat(refused(() -> anew().read()).reason()).isEqualTo(Reason.LEDGER_EDITED);
  }

  private List<String> log() {
    return cluster.read().texts().getOrDefault(PendingLog.FILE, "").lines().toList();
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
    private Optional<Failure> refusal = Optional.empty();
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
      if (refusal.isPresent()) {
        throw new Stopped(refusal.get());
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
