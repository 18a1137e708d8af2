package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Which files a reviewer is asked about. */
class TouchedFilesTest {

  private static final TargetId SHOP = new TargetId("config", "shop", "prod");

  private final Map<String, MemoryTree> commits = new HashMap<>();

  @Test
  void comparesWithWhatRuns() throws Stopped {
    commits.put(
        "old",
        new MemoryTree()
            .file("overlays/shop/jobs/migrate.yaml", "1")
            .file("overlays/shop/jobs/old.yaml", "1")
            .file("overlays/shop/prod/kustomization.yaml", "1")
            .file("overlays/blog/jobs/migrate.yaml", "1"));
    commits.put(
        "new",
        new MemoryTree()
            .file("overlays/shop/jobs/migrate.yaml", "1")
            .file("overlays/shop/jobs/sql/7.sql", "1")
            .file("overlays/shop/prod/kustomization.yaml", "2")
            .file("overlays/blog/jobs/migrate.yaml", "2"));
    assertThat(touched("overlays/{application}/jobs"))
        .as("what came and what went, of this application alone")
        .containsExactly("overlays/shop/jobs/old.yaml", "overlays/shop/jobs/sql/7.sql");
    assertThat(touched("overlays/*/jobs/*.yaml"))
        .containsExactly("overlays/blog/jobs/migrate.yaml", "overlays/shop/jobs/old.yaml");
    assertThat(touched("**/*.sql", "overlays/shop/{environment}/"))
        .containsExactly("overlays/shop/jobs/sql/7.sql", "overlays/shop/prod/kustomization.yaml");
    assertThat(touched("overlays/shop/base")).isEmpty();
  }

  @Test
  void aDirectoryInThePlaceOfAFileIsAChangeOfBoth() throws Stopped {
    commits.put("old", new MemoryTree().file("jobs", "1").file("b/x", "1"));
    commits.put("new", new MemoryTree().file("jobs/a", "1").file("b", "1"));
    assertThat(touched("**")).containsExactly("b", "b/x", "jobs", "jobs/a");
  }

  @Test
  void everyFileChangesWhereNothingRunsOrItIsNotKnownAnyMore() throws Stopped {
    commits.put("new", new MemoryTree().file("jobs/a", "1"));
    TouchedFiles files = new TouchedFiles(this::source);
    assertThat(files.of(List.of("jobs"), SHOP, Optional.empty(), revision("new")))
        .containsExactly("jobs/a");
    assertThat(touched("jobs")).as("what runs was rewritten away").containsExactly("jobs/a");
    assertThatThrownBy(() -> files.of(List.of("jobs"), SHOP, Optional.empty(), revision("unknown")))
        .isInstanceOf(Stopped.class);
  }

  private SortedSet<String> touched(String... paths) throws Stopped {
    return new TouchedFiles(this::source)
        .of(List.of(paths), SHOP, Optional.of(revision("old")), revision("new"));
  }

  private Source source(Revision revision) throws Stopped {
    MemoryTree tree = commits.get(revision.commit());
    if (tree == null) {
      throw new Stopped(Failure.of(Reason.NOT_FOUND, revision + " is not here", ""));
    }
    return new Source(revision, tree);
  }

  private static Revision revision(String commit) {
    return new Revision("config", commit);
  }
}
