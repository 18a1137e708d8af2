package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.GitFault;
import dev.sluice.testing.GitFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Polls over time, with a clock that only moves when the test says so. */
@Timeout(60)
class PollerTest {

  @TempDir Path folder;
  private final GitFaults faults = new GitFaults();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> polls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final Semaphore timePasses = new Semaphore(0);
  private ConfigRepository config;
  private GitHost host;
  private GitRepositories repositories;
  private Poller poller;

  @BeforeEach
  void start() throws Exception {
    config = ConfigRepository.create(folder, "config");
    config.commit("main", Map.of("a", "1"));
    host = GitHost.start(folder, GitHostOptions.open().withFilters(List.of(faults)));
    RepositorySettings settings = BareCacheTest.settings(host.url("config"));
    RepositorySettings steady =
        new RepositorySettings(
            settings.name(),
            settings.url(),
            settings.defaultBranch(),
            settings.credentials(),
            settings.exemptions(),
            Duration.ofSeconds(30),
            0,
            settings.limits(),
            Set.of());
    repositories = GitRepositories.open(List.of(steady), folder.resolve("data"));
    poller = new Poller(repositories, new Told(), new Random(1), this::pause);
  }

  @AfterEach
  void close() throws Exception {
    poller.close();
    repositories.close();
    host.close();
    config.close();
  }

  /** Waits for the poller's wish or for the test to let time pass, whichever comes first. */
  private void pause(Semaphore wish, Duration atMost) throws InterruptedException {
    pauses.add(atMost);
    while (!wish.tryAcquire(1, TimeUnit.MILLISECONDS)) {
      if (timePasses.tryAcquire()) {
        return;
      }
    }
  }

  private String next() throws InterruptedException {
    String event = told.poll(30, TimeUnit.SECONDS);
    assertThat(event).as("something is told").isNotNull();
    return event;
  }

  private Duration nextPause() throws InterruptedException {
    Duration pause = pauses.poll(30, TimeUnit.SECONDS);
    assertThat(pause).as("a poll ends").isNotNull();
    return pause;
  }

  @Test
  void firstPollComesAtOnceAndThenEveryInterval() throws Exception {
    poller.start();
    assertThat(next()).isEqualTo("moved config [main]");
    assertThat(nextPause()).isEqualTo(Duration.ofSeconds(30));
    assertThat(polls).containsExactly("done");

    config.commit("main", Map.of("a", "2"));
    timePasses.release();

    assertThat(next()).isEqualTo("moved config [main]");
    assertThat(nextPause()).isEqualTo(Duration.ofSeconds(30));
    timePasses.release();
    nextPause();
    assertThat(told).as("no move, no word").isEmpty();
  }

  @Test
  void pollNowDoesNotWait() throws Exception {
    poller.start();
    next();
    nextPause();
    config.commit("main", Map.of("a", "2"));

    poller.pollNow("config");

    assertThat(next()).isEqualTo("moved config [main]");
    assertThat(stops(Reason.NOT_FOUND, () -> poller.pollNow("other")).remedy()).contains("config");
  }

  @Test
  void newBranchToFollowIsAskedForAtOnce() throws Exception {
    config.commit("dev", Map.of("a", "dev"));
    poller.start();
    next();
    nextPause();

    poller.follow("config", Set.of("dev", "main"));

    assertThat(next()).isEqualTo("moved config [dev]");
    nextPause();
    poller.follow("config", Set.of("dev", "main"));
    assertThat(pauses.poll(100, TimeUnit.MILLISECONDS)).as("nothing new, no poll").isNull();
  }

  @Test
  void backsOffWhileItFailsAndRecovers() throws Exception {
    faults.turnOn(new GitFault.Status(503));
    poller.start();
    for (long seconds : new long[] {5, 10, 20, 40}) {
      assertThat(next()).isEqualTo("failed config RepositoryUnreachable");
      assertThat(nextPause()).isEqualTo(Duration.ofSeconds(seconds));
      if (seconds < 40) {
        timePasses.release();
      }
    }
    faults.turnOff();
    timePasses.release();

    assertThat(next()).isEqualTo("recovered config");
    assertThat(next()).isEqualTo("moved config [main]");
    assertThat(nextPause()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void noticesAreToldOnce() throws Exception {
    config.commit("dev", Map.of("a", "dev"));
    poller.follow("config", Set.of("dev"));
    poller.start();
    assertThat(next()).isEqualTo("moved config [dev, main]");
    nextPause();
    config.deleteBranch("dev");
    config.rewrite("main", Map.of("a", "2"));
    timePasses.release();

    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder("noticed config BranchGone", "noticed config HistoryRewritten");
    assertThat(next()).isEqualTo("moved config [main]");
    nextPause();
    timePasses.release();
    nextPause();
    assertThat(told).isEmpty();
  }

  @Test
  void repositoryThatHangsHoldsUpNoOther() throws Exception {
    poller.close();
    repositories.close();
    ConfigRepository other = ConfigRepository.create(folder, "other");
    other.commit("main", Map.of("a", "1"));
    faults.turnOn(new GitFault.Stall(10));
    try (GitHost healthy = GitHost.start(folder, GitHostOptions.open())) {
      RepositorySettings stuck = BareCacheTest.settings(host.url("config"));
      RepositorySettings fine =
          new RepositorySettings(
              "other",
              healthy.url("other"),
              "main",
              stuck.credentials(),
              stuck.exemptions(),
              Duration.ofSeconds(30),
              0,
              stuck.limits(),
              Set.of());
      repositories = GitRepositories.open(List.of(stuck, fine), folder.resolve("data"));
      poller = new Poller(repositories, new Told(), new Random(1), this::pause);
      poller.start();

      assertThat(next()).isEqualTo("moved other [main]");
      faults.turnOff();
      assertThat(next()).isEqualTo("moved config [main]");
    } finally {
      other.close();
    }
  }

  @Test
  void twoRepositoriesOfOneNameAreRefused() {
    RepositorySettings twice = BareCacheTest.settings(host.url("config"));
    RepositorySettings odd = RepositorySettings.of("../up", "https://git.example.com/c.git");

    stops(
        Reason.INVALID_CONFIGURATION,
        () -> GitRepositories.open(List.of(twice, twice), folder.resolve("second")));
    stops(
        Reason.INVALID_CONFIGURATION,
        () -> GitRepositories.open(List.of(odd), folder.resolve("third")));
  }

  private final class Told implements Poller.Listener {

    @Override
    public void polled(String repository, Duration took, Optional<Reason> failed) {
      assertThat(took).isPositive();
      polls.add(failed.map(Reason::word).orElse("done"));
    }

    @Override
    public void moved(String repository, Set<String> names) {
      told.add("moved " + repository + " " + names);
    }

    @Override
    public void noticed(String repository, Failure notice) {
      told.add("noticed " + repository + " " + notice.reason().word());
    }

    @Override
    public void failed(String repository, Failure failure) {
      told.add("failed " + repository + " " + failure.reason().word());
    }

    @Override
    public void recovered(String repository) {
      told.add("recovered " + repository);
    }
  }
}
