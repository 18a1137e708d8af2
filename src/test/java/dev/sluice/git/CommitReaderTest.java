package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.model.Revision;
import dev.sluice.testing.ConfigRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitReaderTest {

  @TempDir private Path folder;

  @Test
  void aCommitContainsItselfAndWhatItDescendsFrom() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open());
        GitRepository repository =
            GitRepository.open(
                RepositorySettings.of("config", host.url("config"))
                    .with(Set.of(RepositorySettings.Exemption.ALLOW_PLAIN_HTTP)),
                folder.resolve("data"))) {
      String older = config.commit("main", Map.of("a", "1"));
      String newer = config.commit("main", Map.of("a", "2"));
      repository.poll();
      CommitReader commits = repository.commits();

      assertThat(commits.contains(new Revision("config", newer), older)).isTrue();
      assertThat(commits.contains(new Revision("config", newer), newer)).isTrue();
      assertThat(commits.contains(new Revision("config", older), newer)).isFalse();
      assertThat(commits.contains(new Revision("config", newer), "1".repeat(40)))
          .as("one that is not here")
          .isFalse();
      assertThat(commits.contains(new Revision("config", newer), "")).isFalse();
    }
  }
}
