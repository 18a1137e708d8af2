package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.GitFault;
import dev.sluice.testing.GitFaults;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that fails: each way has its name, and what was known stays in force. */
@Timeout(60)
class GitFaultsTest {

  private static final String TOKEN = "s3cr3t-t0ken";

  @TempDir Path folder;
  private ConfigRepository config;
  private final GitFaults faults = new GitFaults();
  private GitHost host;
  private GitRepository repository;
  private String good;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    host = GitHost.start(folder, options().withToken(TOKEN));
    good = config.commit("main", Map.of("a", "good"));
    repository = open(GitLimits.DEFAULT);
    repository.poll();
    config.commit("main", Map.of("a", "new", "b", noise(200_000)));
  }

  @AfterEach
  void close() throws Exception {
    repository.close();
    host.close();
    config.close();
  }

  private GitHostOptions options() {
    return GitHostOptions.open().withFilters(List.of(faults));
  }

  private GitRepository open(GitLimits limits) throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, TOKEN + "\n");
    return GitRepository.open(
        RepositorySettings.of("config", host.url("config"))
            .with(new GitCredentials.Token("sluice", token))
            .with(Set.of(Exemption.ALLOW_PLAIN_HTTP))
            .with(limits),
        folder.resolve("data"));
  }

  private void reopen(GitLimits limits) throws Exception {
    repository.close();
    repository = open(limits);
  }

  private Failure fails(Reason reason) throws Exception {
    Failure failure = stops(reason, repository::poll);
    assertThat(failure.toString())
        .doesNotContain(TOKEN)
        .contains("127.0.0.1:" + host.port() + "/config.git");
    assertThat(failure.remedy()).isNotEmpty();
    assertThat(repository.failure()).contains(failure);
    assertThat(repository.tip("main").commit()).as("the last good revision stays").isEqualTo(good);
    assertThat(repository.source(repository.tip("main")).tree().find("a")).isPresent();
    return failure;
  }

  private void recovers() throws Exception {
    faults.turnOff();
    assertThat(repository.poll().moved()).containsOnlyKeys("main");
    assertThat(repository.failure()).isEmpty();
  }

  @Test
  void down() throws Exception {
    int port = host.port();
    host.close();

    assertThat(fails(Reason.REPOSITORY_UNREACHABLE).message()).contains("does not accept");

    host = GitHost.start(folder, options().withToken(TOKEN).withPort(port));
    recovers();
  }

  @ParameterizedTest
  @CsvSource({
    "401, GIT_AUTHENTICATION_FAILED",
    "403, GIT_AUTHENTICATION_FAILED",
    "404, REPOSITORY_NOT_FOUND",
    "429, REPOSITORY_UNREACHABLE",
    "500, REPOSITORY_UNREACHABLE",
    "503, REPOSITORY_UNREACHABLE"
  })
  void errorStatus(int status, Reason reason) throws Exception {
    faults.turnOn(new GitFault.Status(status));

    assertThat(fails(reason).message()).contains("HTTP " + status);

    recovers();
  }

  @Test
  void webPageInsteadOfGit() throws Exception {
    faults.turnOn(new GitFault.WebPage());

    assertThat(fails(Reason.REPOSITORY_UNREACHABLE).message()).contains("text/html", "not Git");

    recovers();
  }

  @Test
  void silenceInTheMiddleOfAPack() throws Exception {
    reopen(limits(1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(1)));
    faults.turnOn(new GitFault.Stall(20_000));

    assertThat(fails(Reason.REPOSITORY_UNREACHABLE).message()).contains("stopped answering");

    recovers();
  }

  @Test
  void fetchThatTakesTooLong() throws Exception {
    reopen(limits(1 << 20, Duration.ZERO, Duration.ofSeconds(1)));

    assertThat(fails(Reason.GIT_LIMIT_EXCEEDED).message()).contains("did not finish sending");

    reopen(GitLimits.DEFAULT);
    recovers();
  }

  @Test
  void packThatEndsEarly() throws Exception {
    faults.turnOn(new GitFault.Truncate(20_000));

    fails(Reason.REPOSITORY_UNREACHABLE);

    recovers();
  }

  @Test
  void packOverTheLimitIsAskedForOnce() throws Exception {
    reopen(limits(50_000, Duration.ofSeconds(30), Duration.ofSeconds(5)));

    assertThat(fails(Reason.GIT_LIMIT_EXCEEDED).message()).contains("50000 bytes");
    Asked asked = new Asked(host);
    asked.since();
    fails(Reason.GIT_LIMIT_EXCEEDED);
    assertThat(asked.since().fetches()).isZero();

    reopen(GitLimits.DEFAULT);
    recovers();
  }

  @Test
  void redirectToAnotherHostGetsNothing() throws Exception {
    GitFaults seenThere = new GitFaults();
    GitHostOptions there = GitHostOptions.open().withFilters(List.of(seenThere));
    try (GitHost other = GitHost.start(folder, there)) {
      faults.turnOn(new GitFault.Redirect(URI.create("http://127.0.0.1:" + other.port())));

      assertThat(fails(Reason.REDIRECT_REFUSED).message()).contains(":" + other.port());

      assertThat(seenThere.seen()).as("nothing was sent there").isEmpty();
    }
    recovers();
  }

  @Test
  void redirectToAnotherNameOfTheSameHostGetsNothing() throws Exception {
    faults.turnOn(new GitFault.Redirect(URI.create("http://localhost:" + host.port())));

    fails(Reason.REDIRECT_REFUSED);

    recovers();
  }

  @Test
  void tokenGoesWithEveryRequestToItsHost() {
    assertThat(faults.seen()).isNotEmpty().allMatch(GitFaults.Seen::withCredentials);
  }

  @Test
  void wrongTokenIsRefused() throws Exception {
    Files.writeString(folder.resolve("token"), "not-the-" + TOKEN.toUpperCase(Locale.ROOT));

    Failure failure = fails(Reason.GIT_AUTHENTICATION_FAILED);

    assertThat(failure.toString()).doesNotContain("not-the-");
    Files.writeString(folder.resolve("token"), TOKEN);
    recovers();
  }

  @Test
  void missingTokenFileIsNamed() throws Exception {
    Files.delete(folder.resolve("token"));

    Failure failure = stops(Reason.GIT_AUTHENTICATION_FAILED, repository::poll);

    assertThat(failure.message()).contains("token", "missing");
    assertThat(repository.tip("main").commit()).isEqualTo(good);
  }

  private static GitLimits limits(long packBytes, Duration fetchTime, Duration silence) {
    return new GitLimits(packBytes, 16 << 20, 1000, fetchTime, silence);
  }

  /** Text that does not compress well. */
  private static String noise(int length) {
    return new Random(7)
        .ints(length, ' ', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
