package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.FallbackLedger;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.Ledger.Appended;
import dev.sluice.promote.ledger.Ledger.Settled;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.MemoryLedgerStore;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.testing.ConfigRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on a real Git host that stops and comes back, and one that stands still. */
class LedgerOutageTest {

  private static final String BRANCH = "sluice/env/prod";

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();
  private final MemoryLedgerStore cluster = new MemoryLedgerStore();
  private final StandStill stands = new StandStill();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private ConfigRepository config;
  private GitHost host;
  private GitRepository repository;
  private FallbackLedger ledger;

  @BeforeEach
  void oneRelease() throws Exception {
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = GitHost.start(folder, GitHostOptions.open().withFilters(List.of(stands)));
    repository = repository("one");
    repository.poll();
    ledger = fallback(repository);
    accepted(LedgerEntries.release(1, "shop", "prod"));
  }

  @AfterEach
  void close() throws Exception {
    stands.goOn.countDown();
    repository.close();
    host.close();
    config.close();
  }

  @Test
  void whatWasDecidedWithoutTheHostIsItsNextCommit() throws Exception {
    int port = host.port();
    host.close();
    LedgerState taken = accepted(freeze());
    assertThatThrownBy(() -> accepted(LedgerEntries.release(2, "shop", "prod")))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("RepositoryUnreachable");
    assertThatThrownBy(repository::poll).isInstanceOf(Stopped.class);
    repository.close();

    repository = repository("one");
    ledger = fallback(repository);
    assertThat(ledger.read()).as("by a daemon that starts meanwhile").isEqualTo(taken);
    assertThatThrownBy(repository::poll).isInstanceOf(Stopped.class);
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);

    host =
        GitHost.start(
            folder, new GitHostOptions(port, Optional.empty(), Optional.empty(), List.of()));
    repository.poll();
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    GitRepository other = repository("other");
    other.poll();
    LedgerState seen = signed(other).read();
    assertThat(seen).isEqualTo(ledger.read());
    assertThat(seen.history("")).containsExactly(freeze());
    assertThat(config.message(seen.tip())).startsWith("prod: freeze");
    other.close();
  }

  @Test
  void aTokenThatMayNotPushAnyMoreKeepsNobodyFromFreezing() throws Exception {
    stands.refused = "git-receive-pack";
    LedgerState taken = accepted(freeze());
    repository.poll();
    assertThat(ledger.settle()).isEqualTo(Settled.WAITS);
    assertThat(ledger.remark().orElse("")).contains("PendingPush", "right to push");

    stands.refused = "/";
    assertThatThrownBy(repository::poll).hasMessageContaining("GitAuthenticationFailed");
    assertThat(ledger.read()).isEqualTo(taken);
    assertThat(ledger.remark().orElse("")).contains("PendingPush", "GitAuthenticationFailed");

    stands.refused = "none";
    repository.poll();
    now = now.plusSeconds(61);
    assertThat(ledger.settle()).isEqualTo(Settled.MOVED);
    assertThat(signed(repository).read().history("")).containsExactly(freeze());
  }

  @Test
  void readingDoesNotWaitForAHostThatStandsStillInAPush() throws Exception {
    stands.on = true;
    LedgerState before = ledger.read();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Appended> push =
          threads.submit(
              () -> ledger.append(before, List.of(LedgerEntries.release(2, "shop", "prod"))));
      assertThat(stands.reached.await(60, TimeUnit.SECONDS)).isTrue();

      Future<LedgerState> read = threads.submit(ledger::read);
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(before);
      assertThat(push.isDone()).isFalse();

      stands.goOn.countDown();
      assertThat(push.get(60, TimeUnit.SECONDS)).isInstanceOf(Appended.Accepted.class);
    }
  }

  private LedgerState accepted(Entry entry) throws Stopped {
    Appended appended = ledger.append(ledger.read(), List.of(entry));
    assertThat(appended).isInstanceOf(Appended.Accepted.class);
    return appended.now();
  }

  private static Entry freeze() {
    Entry like = LedgerEntries.release(1, "", "prod");
    return LedgerEntries.outcome(1, Entry.Kind.FREEZE, like);
  }

  private FallbackLedger fallback(GitRepository of) {
    return new FallbackLedger("prod", signed(of), cluster, keys, of::failure, () -> now);
  }

  private Ledger signed(GitRepository of) {
    return new SignedLedger("prod", of.ledger(BRANCH), keys);
  }

  private GitRepository repository(String data) throws Stopped {
    GitRepository opened =
        GitRepository.open(
            RepositorySettings.of("config", host.url("config"))
                .with(Set.of(Exemption.ALLOW_PLAIN_HTTP)),
            folder.resolve("data-" + data));
    opened.follow(Set.of(BRANCH));
    return opened;
  }

  /** Takes the connection of a push, and says nothing until it is told to go on. */
  private static final class StandStill extends Filter {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean on;
    private volatile String refused = "none";

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (exchange.getRequestURI().toString().contains(refused)) {
        exchange.sendResponseHeaders(403, -1);
        exchange.close();
        return;
      }
      if (on && exchange.getRequestURI().getPath().endsWith("git-receive-pack")) {
        reached.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      chain.doFilter(exchange);
    }

    @Override
    public String description() {
      return "stands still in pushes";
    }
  }
}
