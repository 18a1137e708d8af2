package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A local directory under the rules of Git. */
class WorkingDirectoryTest {

  @TempDir Path folder;
  private Path root;
  private WorkingDirectory tree;

  @BeforeEach
  void fill() throws Exception {
    root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(folder.resolve("outside"), "secret");
    Files.createDirectories(root.resolve("b/.git"));
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve(".git/config"), "x");
    Files.writeString(root.resolve("b/c.yaml"), "hello\n");
    Files.writeString(root.resolve("b.yaml"), "2");
    tree = WorkingDirectory.of(root, GitLimits.DEFAULT);
  }

  @Test
  void idsAreThoseOfGit() throws Exception {
    // printf 'hello\n' | git hash-object --stdin
    assertThat(tree.find("b/c.yaml"))
        .contains(new Entry("b/c.yaml", Type.FILE, "ce013625030ba8dba906f756967f9e9ca394464a"));
  }

  @Test
  void listsSortedWithoutGit() throws Exception {
    assertThat(tree.list("")).extracting(Entry::path).containsExactly("b", "b.yaml");
    assertThat(tree.list("b")).extracting(Entry::path).containsExactly("b/c.yaml");
    stops(Reason.PATH_GONE, () -> tree.list("nowhere"));
    stops(Reason.PATH_GONE, () -> tree.list("b.yaml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../outside",
        "b/../../outside",
        ".git",
        ".git/config",
        "b/.git",
        "/etc/passwd",
        "b//c.yaml",
        "b/",
        "./b.yaml",
        "b.yaml/x",
        "nowhere"
      })
  void pathThatLeavesDoesNotExist(String path) throws Exception {
    assertThat(tree.find(path)).isEmpty();
  }

  @Test
  void linksAreData() throws Exception {
    Files.createSymbolicLink(root.resolve("link"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("dir"), folder);

    Entry link = tree.find("link").orElseThrow();
    assertThat(link.type()).isEqualTo(Type.SYMLINK);
    assertThat(new String(tree.read(link), StandardCharsets.UTF_8))
        .isEqualTo(folder.resolve("outside").toString());
    assertThat(tree.find("dir/outside")).isEmpty();
    stops(Reason.PATH_GONE, () -> tree.list("dir"));
    stops(Reason.PATH_GONE, () -> tree.read(new Entry("dir/outside", Type.FILE, "")));
  }

  @Test
  void idOfADirectoryChangesWithItsNames() throws Exception {
    String before = tree.find("b").orElseThrow().id();
    assertThat(tree.find("b").orElseThrow().id()).isEqualTo(before);

    Files.writeString(root.resolve("b/new"), "");
    String withFile = tree.find("b").orElseThrow().id();
    Files.delete(root.resolve("b/new"));
    Files.createDirectory(root.resolve("b/new"));

    assertThat(withFile).isNotEqualTo(before);
    assertThat(tree.find("b").orElseThrow().id()).isNotIn(before, withFile);
  }

  @Test
  void largeFilesAndPointersAreRefused() throws Exception {
    GitLimits limits =
        new GitLimits(1, 100, 1, GitLimits.DEFAULT.fetchTime(), GitLimits.DEFAULT.silence());
    WorkingDirectory small = WorkingDirectory.of(root, limits);
    Files.writeString(root.resolve("big"), "x".repeat(101));
    Files.writeString(
        root.resolve("pointer"), "version https://git-lfs.github.com/spec/v1\noid x\n");

    assertThat(stops(Reason.GIT_LIMIT_EXCEEDED, () -> small.find("big")).message()).contains("big");
    Entry pointer = small.find("pointer").orElseThrow();
    stops(Reason.LFS_REFUSED, () -> small.read(pointer));
  }

  @Test
  void missingDirectoryIsNamed() {
    assertThat(
            stops(
                    Reason.PATH_GONE,
                    () -> WorkingDirectory.of(root.resolve("nowhere"), GitLimits.DEFAULT))
                .message())
        .contains("nowhere");
  }
}
