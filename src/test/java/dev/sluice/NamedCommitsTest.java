package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.BranchPattern;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.GitRepository;
import dev.sluice.git.RepositorySettings;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.loop.promotion.Askable.Answer;
import dev.sluice.model.Revision;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.testing.ConfigRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is refused before the host was asked once more, and that costs one poll. */
class NamedCommitsTest {

  @TempDir Path folder;

  @Test
  void theHostIsAskedOnceAndTheEndOfThatIsToldOnce() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open());
        GitRepositories repositories =
            GitRepositories.open(
                List.of(
                    RepositorySettings.of("config", host.url("config"))
                        .with(Set.of(Exemption.ALLOW_PLAIN_HTTP))
                        .withHotfixes(Set.of(BranchPattern.of("hotfix/*")))),
                folder.resolve("data"))) {
      config.commit("main", Map.of("a", "1"));
      GitRepository repository = repositories.get("config");
      repository.poll();
      List<String> asked = new ArrayList<>();
      NamedCommits named = new NamedCommits(repositories);
      named.ask(asked::add);
      Revision unknown = new Revision("config", "0".repeat(40));

      assertThat(named.of(unknown, Kind.HOTFIX)).isEqualTo(new Answer.NotYet());
      assertThat(named.of(unknown, Kind.HOTFIX)).isEqualTo(new Answer.NotYet());
      assertThat(asked).containsExactly("config");
      assertThat(named.isAwaited("config")).as("it has not answered yet").isFalse();

      repository.poll();
      assertThat(named.isAwaited("config")).isTrue();
      repository.poll();
      assertThat(named.isAwaited("config")).as("nobody came back for the answer").isFalse();
      assertThat(named.of(unknown, Kind.HOTFIX)).isInstanceOf(Answer.No.class);

      Revision fix = new Revision("config", config.commit("hotfix/a", Map.of("a", "2")));
      assertThat(named.of(fix, Kind.HOTFIX)).isEqualTo(new Answer.NotYet());
      repository.poll();
      assertThat(named.of(fix, Kind.HOTFIX)).isEqualTo(new Answer.Yes());
      assertThat(named.isAwaited("config")).isFalse();
      assertThat(asked).hasSize(2);
    }
  }
}
