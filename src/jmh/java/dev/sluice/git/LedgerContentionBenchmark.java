package dev.sluice.git;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.demo.GitRequest;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.Ledger.Appended;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.LedgerTexts;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.testing.ConfigRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 200 applications promoted at once through one ledger branch of a Git host on the loopback
 * interface: by one daemon, or by several that push against each other. What is due is one commit,
 * as in the engine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LedgerContentionBenchmark {

  private static final int APPLICATIONS = 200;
  private static final String BRANCH = "sluice/env/prod";

  /** How many daemons share the applications. */
  @Param({"1", "2", "4"})
  public int daemons;

  private Path folder;
  private ConfigRepository config;
  private GitHost host;
  private final List<GitRepository> repositories = new ArrayList<>();

  /** What one measurement cost the Git host. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counted {
    /** Pushes that the host got, the lost ones included. */
    public int pushes;

    /** Commits that the branch has. */
    public int commits;
  }

  /** A Git host with a repository, and the daemons' caches of it. */
  @Setup(Level.Invocation)
  public void start() throws IOException, Stopped {
    folder = Files.createTempDirectory("ledger");
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = GitHost.start(folder, GitHostOptions.open());
    for (int daemon = 0; daemon < daemons; daemon++) {
      GitRepository repository =
          GitRepository.open(
              RepositorySettings.of("config", host.url("config"))
                  .with(Set.of(Exemption.ALLOW_PLAIN_HTTP)),
              folder.resolve("daemon-" + daemon));
      repository.follow(Set.of(BRANCH));
      repository.poll();
      repositories.add(repository);
    }
  }

  /** Every daemon promotes its share until it is in. */
  @Benchmark
  public int promote(Counted counted) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int daemon = 0; daemon < daemons; daemon++) {
        int share = daemon;
        all.add(() -> promote(repositories.get(share), share));
      }
      for (Future<Integer> one : threads.invokeAll(all)) {
        counted.commits += one.get();
      }
    }
    counted.pushes += host.count(GitRequest.PUSH);
    return counted.commits;
  }

  /** Ends them. */
  @TearDown(Level.Invocation)
  public void end() throws IOException {
    for (GitRepository repository : repositories) {
      repository.close();
    }
    repositories.clear();
    host.close();
    config.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private int promote(GitRepository repository, int share) throws Stopped {
    Ledger ledger = new SignedLedger("prod", repository.ledger(BRANCH), LedgerTexts.KEYS);
    List<Entry> entries =
        IntStream.range(0, APPLICATIONS)
            .filter(application -> application % daemons == share)
            .mapToObj(application -> LedgerEntries.release(1, "app-" + application, "prod"))
            .toList();
    LedgerState base = ledger.read();
    while (true) {
      switch (ledger.append(base, entries)) {
        case Appended.Accepted(LedgerState now) -> {
          return 1;
        }
        case Appended.Lost(LedgerState now) -> base = now;
      }
    }
  }
}
