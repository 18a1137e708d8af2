package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed counts, whatever lies in the working directory. */
class LocalCloneTest {

  @TempDir Path directory;

  @BeforeEach
  void twoCommits() throws Exception {
    try (Git git = Git.init().setInitialBranch("main").setDirectory(directory.toFile()).call()) {
      commit(git, "one");
      commit(git, "two");
    }
    Files.writeString(directory.resolve("file"), "not committed");
  }

  @Test
  void readsCommitsByName() throws Exception {
    try (LocalClone clone = LocalClone.open(directory, GitLimits.DEFAULT)) {
      Revision head = clone.resolve("HEAD");
      Revision before = clone.resolve("main~1");

      assertThat(clone.parents(head)).containsExactly(before);
      assertThat(clone.parents(before)).isEmpty();
      assertThat(clone.describe(head).subject()).isEqualTo("two");
      assertThat(clone.describe(head).author()).isEqualTo("Ada Lovelace");
      assertThat(content(clone, head)).isEqualTo("two");
      assertThat(content(clone, before)).isEqualTo("one");
    }
  }

  @Test
  void aNameThatLeadsNowhereIsToldWithTheClone() throws Exception {
    try (LocalClone clone = LocalClone.open(directory, GitLimits.DEFAULT)) {
      stops(Reason.NOT_FOUND, () -> clone.resolve("nowhere"));
      stops(Reason.NOT_FOUND, () -> clone.resolve("HEAD:file"));
      stops(Reason.NOT_FOUND, () -> clone.resolve("main..HEAD"));
    }
  }

  @Test
  void aBranchIsWhatTheLastFetchBrought() throws Exception {
    try (Git git = Git.open(directory.toFile());
        LocalClone clone = LocalClone.open(directory, GitLimits.DEFAULT)) {
      Revision before = clone.resolve("main~1");
      Revision head = clone.resolve("main");
      assertThat(clone.branch("sluice/env/prod")).isEmpty();

      point(git, "refs/heads/sluice/env/prod", before);
      assertThat(clone.branch("sluice/env/prod")).contains(before);

      point(git, "refs/remotes/origin/sluice/env/prod", head);
      assertThat(clone.branch("sluice/env/prod")).contains(head);
    }
  }

  @Test
  void aBranchOfARemoteOfAnotherNameIsFound() throws Exception {
    try (Git git = Git.open(directory.toFile());
        LocalClone clone = LocalClone.open(directory, GitLimits.DEFAULT)) {
      git.remoteAdd().setName("company").setUri(new URIish("https://git.example.com/c")).call();
      point(git, "refs/remotes/company/sluice/env/prod", clone.resolve("main"));
    }
    try (LocalClone clone = LocalClone.open(directory, GitLimits.DEFAULT)) {
      assertThat(clone.branch("sluice/env/prod")).contains(clone.resolve("main"));
    }
  }

  @Test
  void aFolderThatIsNoCloneIsRefused(@TempDir Path other) {
    stops(Reason.NOT_FOUND, () -> LocalClone.open(other, GitLimits.DEFAULT));
  }

  private static void point(Git git, String ref, Revision revision) throws Exception {
    RefUpdate update = git.getRepository().updateRef(ref);
    update.setNewObjectId(ObjectId.fromString(revision.commit()));
    assertThat(update.forceUpdate()).isIn(RefUpdate.Result.NEW, RefUpdate.Result.FORCED);
  }

  private void commit(Git git, String content) throws Exception {
    Files.writeString(directory.resolve("file"), content);
    git.add().addFilepattern("file").call();
    git.commit()
        .setAuthor("Ada Lovelace", "ada@example.com")
        .setCommitter("Ada Lovelace", "ada@example.com")
        .setMessage(content)
        .setSign(false)
        .call();
  }

  private static String content(LocalClone clone, Revision revision) throws Exception {
    SourceTree tree = clone.source(revision).tree();
    return new String(tree.read(tree.find("file").orElseThrow()), StandardCharsets.UTF_8);
  }
}
