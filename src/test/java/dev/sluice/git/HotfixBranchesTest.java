package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.testing.ConfigRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that nobody follows, of which commits may be named all the same. */
class HotfixBranchesTest {

  @TempDir Path folder;
  private ConfigRepository config;
  private GitHost host;
  private Asked asked;
  private GitRepository repository;
  private String main;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    host = GitHost.start(folder, GitHostOptions.open());
    asked = new Asked(host);
    main = config.commit("main", Map.of("a", "1"));
    repository = open("data", GitLimits.DEFAULT);
    repository.poll();
    asked.since();
  }

  @AfterEach
  void close() throws Exception {
    repository.close();
    host.close();
    config.close();
  }

  private GitRepository open(String data, GitLimits limits) throws Stopped {
    return GitRepository.open(
        BareCacheTest.settings(host.url("config"))
            .with(limits)
            .withHotfixes(Set.of(BranchPattern.of("hotfix/*"))),
        folder.resolve(data));
  }

  private String hotfix(String branch, String value) throws Exception {
    config.reset(branch, main);
    return config.commit(branch, Map.of("a", value));
  }

  private String read(String commit) throws Exception {
    var tree = repository.source(new Revision("config", commit)).tree();
    return new String(tree.read(tree.find("a").orElseThrow()), StandardCharsets.UTF_8);
  }

  @Test
  void isFetchedByTheSamePollAndCostsAnIdlePollNothing() throws Exception {
    String fix = hotfix("hotfix/login", "fixed");

    assertThat(repository.poll().moved()).isEqualTo(Map.of("hotfix/login", new Poll.Move("", fix)));
    assertThat(asked.since()).isEqualTo(new Asked.Counts(2, 2, 1));

    assertThat(repository.poll().moved()).isEmpty();
    assertThat(asked.since()).isEqualTo(new Asked.Counts(1, 1, 0));
    assertThat(read(fix)).isEqualTo("fixed");
    assertThat(repository.naming().hotfixBranches(fix)).containsExactly("hotfix/login");
    assertThat(repository.naming().isFollowed(fix)).isFalse();
    assertThat(repository.naming().isFollowed(main)).isTrue();
  }

  @Test
  void onlyBranchesOfThatNameCount() throws Exception {
    String feature = hotfix("feature", "2");
    String deep = hotfix("hotfix/a/b", "3");
    String fork = hotfix("fork", "4");
    config.deleteBranch("fork");
    config.ref("refs/pull/7/head", fork);
    config.ref("refs/heads-hotfix/x", fork);
    config.ref("refs/tags/hotfix/x", fork);

    assertThat(repository.poll().moved()).isEmpty();

    for (String commit : new String[] {feature, deep, fork}) {
      assertThat(repository.naming().hotfixBranches(commit)).isEmpty();
      assertThat(repository.naming().isFollowed(commit)).isFalse();
      stops(Reason.NOT_FOUND, () -> read(commit));
    }
  }

  @Test
  void aDeletedBranchCanNotBeNamedAndItsCommitStaysReadable() throws Exception {
    String fix = hotfix("hotfix/login", "fixed");
    repository.poll();
    config.deleteBranch("hotfix/login");
    repository.poll();
    String other = hotfix("hotfix/login", "otherwise");
    repository.poll();
    String rewritten = config.rewrite("hotfix/login", Map.of("a", "again"));
    repository.poll();

    collectGarbage();

    assertThat(repository.naming().hotfixBranches(fix)).isEmpty();
    assertThat(repository.naming().hotfixBranches(other)).isEmpty();
    assertThat(repository.naming().hotfixBranches(rewritten)).containsExactly("hotfix/login");
    assertThat(read(fix)).isEqualTo("fixed");
    assertThat(read(other)).isEqualTo("otherwise");
    repository.close();
    repository = open("data", GitLimits.DEFAULT);
    assertThat(repository.naming().hotfixBranches(fix)).as("after a restart").isEmpty();
  }

  @Test
  void whatARewrittenBranchWasStaysReadable() throws Exception {
    config.rewrite("main", Map.of("a", "2"));
    repository.poll();

    collectGarbage();

    assertThat(read(main)).isEqualTo("1");
    assertThat(repository.naming().isFollowed(main)).isFalse();
  }

  @Test
  void whoPushesTooMuchHoldsUpNobody() throws Exception {
    repository.close();
    repository =
        open(
            "small",
            new GitLimits(50_000, 1 << 20, 3, Duration.ofMinutes(1), Duration.ofSeconds(20)));
    repository.poll();
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    hotfix("hotfix/huge", new String(noise, StandardCharsets.ISO_8859_1));
    String fix = hotfix("hotfix/small", "fixed");
    config.reset("hotfix/wide", main);
    config.commit("hotfix/wide", Map.of("a", "1", "b", "1", "c", "1", "d", "1"));
    String next = config.commit("main", Map.of("a", "2"));

    Poll poll = repository.poll();

    assertThat(poll.moved().keySet()).containsExactly("hotfix/small", "main");
    assertThat(poll.notices())
        .extracting(Failure::reason)
        .containsExactly(Reason.GIT_LIMIT_EXCEEDED, Reason.GIT_LIMIT_EXCEEDED);
    assertThat(repository.tip("main").commit()).isEqualTo(next);
    assertThat(read(fix)).isEqualTo("fixed");
    asked.since();
    assertThat(repository.poll().notices()).as("told once").isEmpty();
    assertThat(asked.since()).as("asked for once").isEqualTo(new Asked.Counts(1, 1, 0));
  }

  @Test
  void whatRunsIsFetchedByItsIdWhenCacheAndBranchAreLost() throws Exception {
    String fix = hotfix("hotfix/login", "fixed");
    config.ref("refs/pull/1/head", fix);
    config.deleteBranch("hotfix/login");
    Revision running = new Revision("config", fix);
    boolean[] told = new boolean[1];
    repository.whenLost(() -> told[0] = true);

    Failure failure = stops(Reason.NOT_FOUND, () -> repository.released(running));

    assertThat(failure.toString()).contains(fix, "asked for it by its id", "not healed");
    assertThat(told[0]).isTrue();
    repository.poll();
    assertThat(repository.released(running).revision()).isEqualTo(running);
    collectGarbage();
    assertThat(read(fix)).isEqualTo("fixed");
    assertThat(repository.naming().hotfixBranches(fix)).as("nobody may ask for it").isEmpty();
    assertThat(repository.naming().isFollowed(fix)).isFalse();
  }

  @Test
  void whatTheHostDoesNotHaveEitherIsAskedForRarelyUntilItIsPushedAgain() throws Exception {
    String fix = hotfix("hotfix/login", "fixed");
    config.deleteBranch("hotfix/login");
    Revision running = new Revision("config", fix);
    stops(Reason.NOT_FOUND, () -> repository.released(running));
    asked.since();

    for (int i = 0; i < 60; i++) {
      repository.poll();
    }

    Asked.Counts counts = asked.since();
    assertThat(counts.fetches()).as("growing pauses").isBetween(3, 6);
    assertThat(stops(Reason.NOT_FOUND, () -> repository.released(running)).toString())
        .contains("did not hand it out", "git push origin " + fix);
    config.reset("hotfix/back", fix);
    repository.poll();
    assertThat(repository.released(running).revision()).isEqualTo(running);
  }

  private void collectGarbage() throws Exception {
    try (Repository cache =
            new FileRepositoryBuilder()
                .setBare()
                .setGitDir(folder.resolve("data/git/config.git").toFile())
                .build();
        Git git = new Git(cache)) {
      git.gc().setExpire(Instant.now().plusSeconds(60)).call();
    }
  }
}
