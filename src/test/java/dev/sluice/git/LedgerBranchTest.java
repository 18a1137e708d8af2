package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.Ledger.Appended;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.testing.ConfigRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on a branch of a real Git host, written to by several daemons. */
class LedgerBranchTest {

  private static final String BRANCH = "sluice/env/prod";

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();
  private ConfigRepository config;
  private GitHost host;
  private GitRepository one;
  private GitRepository other;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = GitHost.start(folder, GitHostOptions.open());
    one = repository("one");
    other = repository("other");
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    other.close();
    host.close();
    config.close();
  }

  @Test
  void aLedgerThatNothingWasWrittenToIsEmptyOnceTheHostWasAsked() throws Exception {
    Ledger ledger = ledger(one);
    assertThat(refused(ledger).reason()).isEqualTo(Reason.BRANCH_GONE);

    assertThat(one.poll().notices()).isEmpty();

    assertThat(ledger.read()).isEqualTo(LedgerState.EMPTY);
  }

  @Test
  void theFirstEntryMakesTheBranchAndTheNextOneFollowsIt() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);

    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1))));
    LedgerState second = accepted(ledger.append(first, List.of(release(2))));

    assertThat(second.history("shop")).containsExactly(release(2), release(1));
    assertThat(one.poll().moved()).as("our own push is no news").isEmpty();
    other.poll();
    assertThat(ledger(other).read()).isEqualTo(second);
    assertThat(config.message(second.tip()))
        .startsWith("prod: promote shop 2 at 000000000000\n\nSluice-Entry: shop 2 Promote\n");
  }

  @Test
  void whoPushesSecondLosesAndSeesWhatWonFirst() throws Exception {
    one.poll();
    other.poll();
    Ledger ours = ledger(one);
    Ledger theirs = ledger(other);
    LedgerState base = ours.read();
    LedgerState theirBase = theirs.read();

    LedgerState won = accepted(ours.append(base, List.of(release(1))));
    Appended second = theirs.append(theirBase, List.of(LedgerEntries.release(1, "web", "prod")));

    assertThat(second).isEqualTo(new Appended.Lost(won));
    assertThat(theirs.append(second.now(), List.of(LedgerEntries.release(1, "web", "prod"))))
        .isInstanceOf(Appended.Accepted.class);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsTheSameWriteAgain() throws Exception {
    one.poll();
    other.poll();
    LedgerState won = accepted(ledger(one).append(LedgerState.EMPTY, List.of(release(1))));

    // The other one stands for the same daemon that has not heard the answer.
    Appended again = ledger(other).append(LedgerState.EMPTY, List.of(release(1)));

    assertThat(again).isEqualTo(new Appended.Accepted(won));
  }

  @Test
  void anEditByHandIsNamedAndNothingIsAppended() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    accepted(ledger.append(ledger.read(), List.of(release(1))));
    String text = config.read(BRANCH, "shop.jsonl");
    config.commit(BRANCH, Map.of("shop.jsonl", text.replace("ada", "eve")));
    one.poll();

    Failure failure = refused(ledger(one));

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(failure.where()).hasToString("shop.jsonl:2");
  }

  @Test
  void aCommitOfSomebodyElseIsNoticedByWhoNeverSawTheBranch() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1))));
    config.commit(
        BRANCH,
        Map.of(
            "README.md",
            "for people",
            "shop.jsonl",
            config.read(BRANCH, "shop.jsonl"),
            "_seal.json",
            config.read(BRANCH, "_seal.json")));
    other.poll();

    assertThat(refused(ledger(other)).toString()).contains("_seal.json", "did not make");
    one.poll();
    Appended taken =
        ledger.acknowledge(
            new Ledger.Acknowledgement("ada", Instant.EPOCH, "a page for people", Map.of()));
    assertThat(taken).isInstanceOf(Appended.Accepted.class);
    other.poll();
    assertThat(ledger(other).read().history("shop")).isEqualTo(first.history("shop"));
    assertThat(config.read(BRANCH, "README.md")).isEqualTo("for people");
  }

  @Test
  void aBranchThatWasSetBackIsNoticed() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1))));
    accepted(ledger.append(first, List.of(release(2))));
    config.reset(BRANCH, first.tip());
    one.poll();

    assertThat(refused(ledger).message()).contains("entry 2", "set back");
  }

  @Test
  void aBranchThatIsGoneOnTheHostIsNotMadeAnew() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1))));
    config.deleteBranch(BRANCH);

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> ledger.append(first, List.of(release(2))));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(stopped.failure().remedy()).contains(first.tip());
  }

  private GitRepository repository(String data) throws Stopped {
    GitRepository repository =
        GitRepository.open(
            RepositorySettings.of("config", host.url("config"))
                .with(Set.of(Exemption.ALLOW_PLAIN_HTTP)),
            folder.resolve(data));
    repository.follow(Set.of(BRANCH));
    return repository;
  }

  private Ledger ledger(GitRepository repository) {
    return new SignedLedger("prod", repository.ledger(BRANCH), keys);
  }

  private static Entry release(long number) {
    return LedgerEntries.release(number, "shop", "prod");
  }

  private static LedgerState accepted(Appended appended) {
    assertThat(appended).isInstanceOf(Appended.Accepted.class);
    return appended.now();
  }

  private static Failure refused(Ledger ledger) {
    return catchThrowableOfType(Stopped.class, ledger::read).failure();
  }
}
