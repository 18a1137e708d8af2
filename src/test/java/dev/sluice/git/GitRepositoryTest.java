package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.testing.ConfigRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls of a healthy host: what is asked, what is fetched, what is noticed. */
class GitRepositoryTest {

  @TempDir Path folder;
  private ConfigRepository config;
  private GitHost host;
  private Asked asked;
  private GitRepository repository;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    host = GitHost.start(folder, GitHostOptions.open());
    asked = new Asked(host);
    repository = GitRepository.open(settings(), folder.resolve("data"));
  }

  @AfterEach
  void close() throws Exception {
    repository.close();
    host.close();
    config.close();
  }

  private RepositorySettings settings() {
    return RepositorySettings.of("config", host.url("config"))
        .with(Set.of(Exemption.ALLOW_PLAIN_HTTP));
  }

  @Test
  void firstPollFetchesTheDefaultBranch() throws Exception {
    String commit = config.commit("main", Map.of("a/b.yaml", "kind: A\n"));

    Poll poll = repository.poll();

    assertThat(poll.moved()).isEqualTo(Map.of("main", new Poll.Move("", commit)));
    assertThat(poll.notices()).isEmpty();
    SourceTree tree = repository.source(repository.tip("main")).tree();
    assertThat(read(tree, "a/b.yaml")).isEqualTo("kind: A\n");
  }

  @Test
  void pollWithoutMoveIsOneQuestion() throws Exception {
    config.commit("main", Map.of("a", "1"));
    repository.follow(Set.of("dev", "refs/tags/v1"));
    repository.poll();
    assertThat(asked.since()).isEqualTo(new Asked.Counts(1, 1, 1));

    Poll poll = repository.poll();

    assertThat(poll.moved()).isEmpty();
    assertThat(asked.since()).isEqualTo(new Asked.Counts(1, 1, 0));
  }

  @Test
  void branchesThatNobodyFollowsAreNotFetched() throws Exception {
    config.commit("main", Map.of("a", "1"));
    repository.poll();
    config.commit("feature", Map.of("a", "2"));
    config.commit("main-2", Map.of("a", "3"));
    asked.since();

    assertThat(repository.poll().moved()).isEmpty();
    assertThat(asked.since()).isEqualTo(new Asked.Counts(1, 1, 0));
  }

  @Test
  void moveNamesBothCommits() throws Exception {
    String first = config.commit("main", Map.of("a", "1"));
    repository.poll();
    String second = config.commit("main", Map.of("a", "2"));

    Poll poll = repository.poll();

    assertThat(poll.moved()).isEqualTo(Map.of("main", new Poll.Move(first, second)));
    assertThat(poll.notices()).isEmpty();
    assertThat(read(repository.source(new Revision("config", first)).tree(), "a")).isEqualTo("1");
    assertThat(read(repository.source(repository.tip("main")).tree(), "a")).isEqualTo("2");
  }

  @Test
  void rewrittenHistoryIsFollowedAndNoticed() throws Exception {
    String old = config.commit("main", Map.of("a", "1"));
    repository.poll();
    String rewritten = config.rewrite("main", Map.of("a", "2"));

    Poll poll = repository.poll();

    assertThat(poll.moved()).isEqualTo(Map.of("main", new Poll.Move(old, rewritten)));
    assertThat(poll.notices())
        .singleElement()
        .satisfies(notice -> {
          assertThat(notice.reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
          assertThat(notice.message()).contains("main", old, rewritten);
        });
  }

  @Test
  void resetToAnOlderCommitIsARewrite() throws Exception {
    String first = config.commit("main", Map.of("a", "1"));
    config.commit("main", Map.of("a", "2"));
    repository.poll();
    config.reset("main", first);

    Poll poll = repository.poll();

    assertThat(poll.notices()).extracting("reason").containsExactly(Reason.HISTORY_REWRITTEN);
    assertThat(repository.tip("main").commit()).isEqualTo(first);
  }

  @Test
  void deletedBranchIsNoticedOnceAndComesBack() throws Exception {
    config.commit("main", Map.of("a", "1"));
    String dev = config.commit("dev", Map.of("a", "dev"));
    repository.follow(Set.of("dev"));
    repository.poll();
    config.deleteBranch("dev");

    assertThat(repository.poll().notices())
        .extracting("reason")
        .containsExactly(Reason.BRANCH_GONE);
    assertThat(repository.poll().notices()).isEmpty();
    stops(Reason.BRANCH_GONE, () -> repository.tip("dev"));
    // What ran from it can still be rendered and healed.
    assertThat(read(repository.source(new Revision("config", dev)).tree(), "a")).isEqualTo("dev");

    config.reset("dev", dev);
    assertThat(repository.poll().moved()).containsKey("dev");
    assertThat(repository.tip("dev").commit()).isEqualTo(dev);
  }

  @Test
  void branchThatStandsInTheWayOfAnotherOneGivesWay() throws Exception {
    config.commit("main", Map.of("a", "1"));
    config.commit("team", Map.of("a", "team"));
    repository.follow(Set.of("team", "team/blue"));
    repository.poll();
    config.deleteBranch("team");
    String blue = config.commit("team/blue", Map.of("a", "blue"));

    repository.poll();

    assertThat(repository.tip("team/blue").commit()).isEqualTo(blue);
  }

  @Test
  void emptyRepositoryIsNamed() throws Exception {
    stops(Reason.REPOSITORY_EMPTY, repository::poll);
    stops(Reason.REPOSITORY_EMPTY, () -> repository.tip("main"));
    assertThat(repository.failure()).isPresent();

    config.commit("main", Map.of("a", "1"));
    assertThat(repository.poll().moved()).containsKey("main");
    assertThat(repository.failure()).isEmpty();
  }

  @Test
  void missingDefaultBranchIsNotAnEmptyRepository() throws Exception {
    config.commit("master", Map.of("a", "1"));

    assertThat(repository.poll().notices())
        .extracting("reason")
        .containsExactly(Reason.BRANCH_GONE);
    assertThat(stops(Reason.BRANCH_GONE, () -> repository.tip("main")).message())
        .contains("config", "main");
  }

  @Test
  void tagsLeadToTheirCommit() throws Exception {
    String commit = config.commit("main", Map.of("a", "1"));
    String tagObject = config.tag("v1", commit);
    assertThat(tagObject).isNotEqualTo(commit);
    repository.follow(Set.of("v1", "refs/tags/v1"));

    Poll poll = repository.poll();

    assertThat(poll.moved()).containsOnlyKeys("main", "v1", "refs/tags/v1");
    assertThat(repository.tip("v1").commit()).isEqualTo(commit);
    assertThat(repository.tip("refs/tags/v1").commit()).isEqualTo(commit);
  }

  @Test
  void commitMustBeReachable() throws Exception {
    String first = config.commit("main", Map.of("a", "1"));
    config.commit("main", Map.of("a", "2"));
    String elsewhere = config.commit("secret", Map.of("a", "3"));
    repository.follow(Set.of(first));
    repository.poll();

    assertThat(repository.tip(first)).isEqualTo(new Revision("config", first));
    stops(Reason.NOT_FOUND, () -> repository.tip(elsewhere));
    stops(Reason.NOT_FOUND, () -> repository.source(new Revision("config", elsewhere)));
  }

  @Test
  void describesACommitWithoutMailAddress() throws Exception {
    config.commit("main", Map.of("a", "1"));
    repository.poll();

    CommitInfo info = repository.commits().describe(repository.tip("main"));

    assertThat(info.author()).isEqualTo("Ada Lovelace");
    assertThat(info.subject()).isEqualTo("Change main");
    assertThat(info.time().getEpochSecond()).isEqualTo(1_700_000_000);
    assertThat(info.toString()).doesNotContain("example.com");
  }

  @Test
  void lastGoodRevisionSurvivesARestartWithoutTheHost() throws Exception {
    String commit = config.commit("main", Map.of("a", "1"));
    repository.poll();
    repository.close();
    host.close();

    repository = GitRepository.open(settings(), folder.resolve("data"));

    stops(Reason.REPOSITORY_UNREACHABLE, repository::poll);
    assertThat(repository.tip("main").commit()).isEqualTo(commit);
    assertThat(read(repository.source(repository.tip("main")).tree(), "a")).isEqualTo("1");
  }

  @Test
  void restartWithoutMoveReportsNone() throws Exception {
    config.commit("main", Map.of("a", "1"));
    repository.poll();
    repository.close();
    repository = GitRepository.open(settings(), folder.resolve("data"));
    asked.since();

    assertThat(repository.poll().moved()).isEmpty();
    assertThat(asked.since()).isEqualTo(new Asked.Counts(1, 1, 0));
  }

  @Test
  void oneCacheHasOneOwner() {
    assertThat(
            stops(
                    Reason.CACHE_UNAVAILABLE,
                    () -> GitRepository.open(settings(), folder.resolve("data")))
                .message())
        .contains("in use by another Sluice");
  }

  @Test
  void tooManyFilesKeepTheLastGoodRevision() throws Exception {
    repository.close();
    GitLimits small =
        new GitLimits(
            1 << 20, 1 << 20, 2, GitLimits.DEFAULT.fetchTime(), GitLimits.DEFAULT.silence());
    repository = GitRepository.open(settings().with(small), folder.resolve("data"));
    String good = config.commit("main", Map.of("a", "1", "b", "2"));
    repository.poll();
    config.commit("main", Map.of("a", "1", "b", "2", "c", "3"));

    assertThat(repository.poll().notices())
        .extracting("reason")
        .containsExactly(Reason.GIT_LIMIT_EXCEEDED);
    asked.since();
    assertThat(repository.poll().notices()).as("noticed once").isEmpty();
    assertThat(asked.since().fetches()).as("refused once, not fetched again").isZero();
    assertThat(repository.problem("main"))
        .hasValueSatisfying(failure -> assertThat(failure.message()).contains("more than 2 files"));
    assertThat(repository.tip("main").commit()).isEqualTo(good);
  }

  @Test
  void manyFetchesDoNotPileUpPacks() throws Exception {
    for (int i = 0; i < 55; i++) {
      config.commit("main", Map.of("a", "version " + i));
      repository.poll();
    }

    try (var packs = java.nio.file.Files.list(folder.resolve("data/git/config.git/objects/pack"))) {
      assertThat(packs.filter(file -> file.toString().endsWith(".pack")).count()).isLessThan(20);
    }
    assertThat(read(repository.source(repository.tip("main")).tree(), "a")).isEqualTo("version 54");
    assertThat(List.copyOf(repository.poll().moved().keySet())).isEmpty();
  }

  private static String read(SourceTree tree, String path) throws Exception {
    return new String(tree.read(tree.find(path).orElseThrow()), StandardCharsets.UTF_8);
  }
}
