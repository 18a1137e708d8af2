package dev.sluice.promote.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger.Acknowledgement;
import dev.sluice.promote.ledger.Ledger.Appended;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever somebody else does to a ledger is noticed, by a daemon that never saw it before too, and
 * counts once a person vouches for it.
 */
class SignedLedgerTest {

  private static final Acknowledgement ADA =
      new Acknowledgement(
          "ada",
          Instant.parse("2026-03-02T08:00:00Z"),
          "mended after the outage",
          Map.of("request", "r-1"));

  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private LedgerState first;
  private LedgerState second;

  @BeforeEach
  void two() throws Stopped {
    Ledger ledger = anew();
    first = append(ledger, release(1, "shop"), release(1, "blog"));
    second = append(ledger, release(2, "shop"));
  }

  @Test
  void whatWasWrittenIsReadByADaemonThatNeverSawIt() throws Stopped {
    assertThat(anew().read()).isEqualTo(second);
    assertThat(second.history("shop")).containsExactly(release(2, "shop"), release(1, "shop"));
    assertThat(second.standing("shop").current()).contains(release(2, "shop"));
    assertThat(second.standing("shop")).isSameAs(second.standing("shop"));
  }

  @Test
  void aFileThatDidNotChangeIsNotReadAgain() throws Stopped {
    Ledger ledger = anew();
    LedgerState before = ledger.read();
    LedgerState after = append(ledger, release(3, "shop"));

    assertThat(after.history("blog")).isSameAs(before.history("blog"));
  }

  @Test
  void ofAFileThatGrewOnlyWhatIsNewIsRead() throws Stopped {
    Ledger ledger = anew();
    Entry known = ledger.read().history("shop").getFirst();
    LedgerState after = append(ledger, release(3, "shop"), release(4, "shop"));

    assertThat(after.history("shop").get(2)).isSameAs(known);
    assertThat(after).isEqualTo(anew().read());
  }

  @Test
  void aFileThatGrewByWhatDoesNotFollowIsNoticedByWhoeverReadItBefore() throws Stopped {
    Ledger ledger = anew();
    ledger.read();
    String text = text(second, "shop.jsonl");
    String foreign =
        LedgerTexts.file("shop", "prod", release(3, "shop")).lines().toList().getLast();
    store.put("shop.jsonl", text.replaceFirst("\n", "\n" + foreign.replace("$", "") + "\n"));

    Failure failure = catchThrowableOfType(Stopped.class, ledger::read).failure();
    assertThat(failure.where()).hasToString("shop.jsonl:3");
  }

  @Test
  void newestLinesThatWereCutOffAreMissed() throws Stopped {
    store.put("shop.jsonl", text(first, "shop.jsonl"));

    assertThat(refused().where()).hasToString("shop.jsonl");
    assertThat(refused().message()).contains("its newest entry is not the last one");
    assertTaken();
  }

  @Test
  void aFileThatWasRemovedIsMissed() throws Stopped {
    store.remove("blog.jsonl");

    assertThat(refused().toString()).contains("blog.jsonl", "it is missing");
    assertTaken();
  }

  @Test
  void aFileThatSluiceDidNotAddIsNoticed() throws Stopped {
    store.put("web.jsonl", LedgerTexts.file("web", "prod", release(1, "web")));

    assertThat(refused().toString()).contains("web.jsonl", "did not add it");
    assertTaken();
    assertThat(anew().read().history("web")).hasSize(1);
  }

  @Test
  void anotherApplicationsFileIsNoticed() {
    store.put("blog.jsonl", text(second, "shop.jsonl"));

    assertThat(refused().where()).hasToString("blog.jsonl:1");
  }

  @Test
  void aLedgerSetBackOnTopOfItselfIsNoticed() throws Stopped {
    Map<String, String> old = textsAt(first);
    store.put(old);

    assertThat(refused().message()).contains("Sluice did not make");
    assertTaken();
    assertThat(anew().read().history("shop")).containsExactly(release(1, "shop"));
  }

  @Test
  void aLedgerSetBackIsNoticedByWhoeverSawMore() throws Stopped {
    Ledger ledger = anew();
    ledger.read();
    store.reset(first.tip());

    Failure failure = catchThrowableOfType(Stopped.class, ledger::read).failure();
    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(failure.message()).contains("entry 2", second.tip(), "set back");

    assertThat(ledger.acknowledge(ADA)).isInstanceOf(Appended.Accepted.class);
    assertThat(ledger.read().history("shop")).containsExactly(release(1, "shop"));
  }

  @Test
  void aSealThatIsGoneIsMissed() throws Stopped {
    store.remove(Seal.FILE);

    assertThat(refused().toString()).contains(Seal.FILE, "it is missing");
    assertTaken();
  }

  @Test
  void aSealOfAStrangerDoesNotCount() throws Stopped {
    store.put(
        Seal.FILE, Seal.of("prod", store.read().texts(), second.tip(), LedgerTexts.keys((byte) 8)));

    assertThat(refused().message()).contains("not that of a trusted key");
    assertTaken();
  }

  @Test
  void anEditedEntryIsTakenAsItStands() throws Stopped {
    store.put("shop.jsonl", text(second, "shop.jsonl").replaceAll("looks good", "looks bad"));

    assertThat(refused().where()).hasToString("shop.jsonl:2");
    LedgerState now = assertTaken();

    assertThat(now.history("shop").getLast().approvals().getFirst().comment())
        .isEqualTo("looks bad");
    Entry entry = now.history("").getFirst();
    assertThat(entry.kind()).isEqualTo(Entry.Kind.ACKNOWLEDGE);
    assertThat(entry.by()).isEqualTo("ada");
    assertThat(entry.reason()).isEqualTo("mended after the outage");
    assertThat(entry.details()).containsEntry("request", "r-1").containsKey(SignedLedger.TEXT);
  }

  @Test
  void whatIsEditedAfterwardsIsNoticedAgain() throws Stopped {
    store.put("shop.jsonl", text(second, "shop.jsonl").replaceAll("looks good", "looks bad"));
    assertTaken();

    store.put(
        "shop.jsonl", store.read().texts().get("shop.jsonl").replaceAll("looks bad", "never mind"));

    assertThat(refused().reason()).isEqualTo(Reason.LEDGER_EDITED);
  }

  @Test
  void anEditOfTheEntriesOfTheEnvironmentIsTakenToo() throws Stopped {
    Ledger ledger = anew();
    append(ledger, release(1, ""), release(2, ""), release(3, ""));
    String text = store.read().texts().get("_environment.jsonl");
    int last = text.lastIndexOf("looks good");
    store.put("_environment.jsonl", text.substring(0, last) + "x" + text.substring(last));

    assertThat(refused().where()).hasToString("_environment.jsonl:4");
    assertTaken();
  }

  @Test
  void nothingIsRecordedWhereNobodyEdited() throws Stopped {
    Ledger ledger = anew();

    assertThat(ledger.acknowledge(ADA)).isEqualTo(new Appended.Accepted(second));
  }

  @Test
  void whatCannotBeReadCannotBeTaken() {
    store.put("shop.jsonl", text(second, "shop.jsonl") + "hello\n");

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> anew().acknowledge(ADA));
    assertThat(stopped.failure().where()).hasToString("shop.jsonl:4");
  }

  @Test
  void nothingIsAppendedToAnEditedLedger() {
    store.remove("blog.jsonl");
    String before = store.read().tip();

    assertThat(
            catchThrowableOfType(
                Stopped.class, () -> anew().append(second, List.of(release(3, "shop")))))
        .isNotNull();
    assertThat(store.read().tip()).isEqualTo(before);
  }

  @Test
  void whoDecidedOnAnOlderTipLosesAlsoWhereTheNumbersFit() throws Stopped {
    Ledger ledger = anew();
    LedgerState base = ledger.read();
    append(anew(), release(base.next("blog"), "blog"));

    Appended late = ledger.append(base, List.of(release(base.next("shop"), "shop")));
    assertThat(late).isInstanceOf(Appended.Lost.class);
    assertThat(late.now()).isEqualTo(anew().read());
    assertThat(late.now().history("shop")).isEqualTo(base.history("shop"));
  }

  /** It counts from now on: for us, for others, and the next entry follows. */
  private LedgerState assertTaken() throws Stopped {
    Appended taken = anew().acknowledge(ADA);
    assertThat(taken).isInstanceOf(Appended.Accepted.class);
    Ledger other = anew();
    assertThat(other.read()).isEqualTo(taken.now());
    append(other, release(other.read().next("shop"), "shop"));
    assertThat(anew().read().history("shop")).hasSizeGreaterThan(1);
    store.reset(taken.now().tip());
    return taken.now();
  }

  private SignedLedger anew() {
    return new SignedLedger("prod", store, LedgerTexts.KEYS);
  }

  private Failure refused() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> anew().read()).failure();
    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(failure.remedy()).contains("sluice acknowledge prod --reason");
    return failure;
  }

  private String text(LedgerState at, String file) {
    return textsAt(at).get(file);
  }

  private Map<String, String> textsAt(LedgerState at) {
    String now = store.read().tip();
    store.reset(at.tip());
    Map<String, String> texts = store.read().texts();
    store.reset(now);
    return texts;
  }

  private static LedgerState append(Ledger ledger, Entry... entries) throws Stopped {
    Appended appended = ledger.append(ledger.read(), List.of(entries));
    assertThat(appended).isInstanceOf(Appended.Accepted.class);
    return appended.now();
  }

  private static Entry release(long number, String application) {
    return LedgerEntries.release(number, application, "prod");
  }
}
