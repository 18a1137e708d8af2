package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.demo.GitRequest;
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
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on a branch of a real Git host, written to by several daemons. */
class LedgerBranchTest {

  private static final String BRANCH = "sluice/env/prod";

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();
  private final PushFaults pushes = new PushFaults();
  private ConfigRepository config;
  private GitHost host;
  private GitRepository one;
  private GitRepository other;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = GitHost.start(folder, GitHostOptions.open().withFilters(List.of(pushes)));
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
  void aPushThatTookEffectWithoutAnAnswerIsFoundByTheNextRead() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    pushes.fault = PushFaults.Fault.ANSWER_LOST;

    Failure failure =
        catchThrowableOfType(
                Stopped.class, () -> ledger.append(LedgerState.EMPTY, List.of(release(1))))
            .failure();
    assertThat(failure.reason()).isEqualTo(Reason.REPOSITORY_UNREACHABLE);

    pushes.fault = PushFaults.Fault.NONE;
    String tip = config.tip(BRANCH);
    // Before anybody polled: the same write again is the same commit.
    assertThat(ledger.append(LedgerState.EMPTY, List.of(release(1))).now().tip()).isEqualTo(tip);
    one.poll();
    assertThat(ledger.read().history("shop")).containsExactly(release(1));
    assertThat(host.count(GitRequest.PUSH)).as("the host has it already").isEqualTo(1);
  }

  @Test
  void withoutTheRightToPushTheLedgerIsRefusedByName() throws Exception {
    one.poll();
    pushes.fault = PushFaults.Fault.FORBIDDEN;
    Failure failure =
        catchThrowableOfType(
                Stopped.class, () -> ledger(one).append(LedgerState.EMPTY, List.of(release(1))))
            .failure();

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_REFUSED);
    assertThat(failure.remedy()).contains("sluice/env/*", "ledger=cluster");
    assertThat(ledger(one).read()).isEqualTo(LedgerState.EMPTY);
  }

  @Test
  void aBranchThatTheHostProtectsIsRefusedByName() throws Exception {
    one.poll();
    Ledger ledger = ledger(one);
    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1))));
    // A reference that is locked for good is refused as a protected one is.
    Files.createFile(folder.resolve("config.git/refs/heads/" + BRANCH + ".lock"));

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> ledger.append(first, List.of(release(2))));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.LEDGER_REFUSED);
    assertThat(ledger.read()).isEqualTo(first);
  }

  @Test
  void daemonsThatPushAgainstEachOtherMakeOneLine() throws Exception {
    one.poll();
    other.poll();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Long> ours = () -> promote(ledger(one), "shop");
      Callable<Long> theirs = () -> promote(ledger(other), "web");
      for (Future<Long> done : threads.invokeAll(List.of(ours, theirs))) {
        assertThat(done.get()).isEqualTo(10);
      }
    }
    one.poll();
    LedgerState now = ledger(one).read();
    assertThat(now.history("shop")).extracting(Entry::number).startsWith(10L).hasSize(10);
    assertThat(now.history("web")).extracting(Entry::number).startsWith(10L).hasSize(10);
    assertThat(config.length(BRANCH)).as("one commit each, and no merge").isEqualTo(20);
  }

  private static long promote(Ledger ledger, String application) throws Stopped {
    LedgerState now = ledger.read();
    while (now.next(application) <= 10) {
      Entry next = LedgerEntries.release(now.next(application), application, "prod");
      now = ledger.append(now, List.of(next)).now();
    }
    return now.next(application) - 1;
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

  /** What can be wrong with pushes alone. */
  private static final class PushFaults extends Filter {

    /** One of them. */
    enum Fault {
      NONE,
      FORBIDDEN,
      /** The host does what it is asked, and the connection is cut before it says so. */
      ANSWER_LOST
    }

    private volatile Fault fault = Fault.NONE;

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (!exchange.getRequestURI().toString().contains("git-receive-pack")) {
        chain.doFilter(exchange);
        return;
      }
      switch (fault) {
        case NONE -> chain.doFilter(exchange);
        case FORBIDDEN -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        }
        case ANSWER_LOST -> {
          if (exchange.getRequestMethod().equals("POST")) {
            exchange.setStreams(null, new Cut(exchange.getResponseBody()));
          }
          chain.doFilter(exchange);
        }
      }
    }

    @Override
    public String description() {
      return "faults of pushes";
    }

    /** Nothing gets through. */
    private static final class Cut extends FilterOutputStream {
      Cut(OutputStream out) {
        super(out);
      }

      @Override
      public void write(int b) throws IOException {
        throw new IOException("cut by a test");
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        throw new IOException("cut by a test");
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    }
  }
}
