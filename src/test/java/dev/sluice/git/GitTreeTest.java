package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Parallel;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import dev.sluice.testing.ConfigRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a commit, among them commits that were made to do harm. */
class GitTreeTest {

  @TempDir Path folder;
  private ConfigRepository config;
  private GitRepository repository;

  @BeforeEach
  void open() throws Exception {
    config = ConfigRepository.create(folder, "config");
    GitLimits limits =
        new GitLimits(
            64 << 20, 10_000, 50_000, GitLimits.DEFAULT.fetchTime(), GitLimits.DEFAULT.silence());
    repository =
        GitRepository.open(
            RepositorySettings.of("config", "file://" + config.directory())
                .with(Set.of(Exemption.ALLOW_FILE))
                .with(limits),
            folder.resolve("data"));
  }

  @AfterEach
  void close() throws Exception {
    repository.close();
    config.close();
  }

  private SourceTree tree(Map<String, String> files) throws Exception {
    return tree(config.tree(files));
  }

  private SourceTree tree(ObjectId tree) throws Exception {
    config.commitTree("main", tree, null, "Files");
    repository.poll();
    return repository.source(repository.tip("main")).tree();
  }

  @Test
  void findsAndListsSortedByName() throws Exception {
    SourceTree tree = tree(Map.of("b/c.yaml", "1", "b.yaml", "2", "a", "3"));

    assertThat(tree.list(""))
        .extracting(Entry::path, Entry::type)
        .containsExactly(
            tuple("a", Type.FILE), tuple("b", Type.DIRECTORY), tuple("b.yaml", Type.FILE));
    assertThat(tree.list("b")).extracting(Entry::path).containsExactly("b/c.yaml");
    assertThat(tree.find(""))
        .hasValueSatisfying(e -> assertThat(e.type()).isEqualTo(Type.DIRECTORY));
    assertThat(tree.find("b/c.yaml").orElseThrow().id())
        .isEqualTo(config.object(Constants.OBJ_BLOB, "1".getBytes(StandardCharsets.UTF_8)).name());
    stops(Reason.PATH_GONE, () -> tree.list("nowhere"));
    stops(Reason.PATH_GONE, () -> tree.list("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../config",
        "b/..",
        "b/../b",
        "/b",
        "b/",
        "b//c",
        ".",
        "./b",
        "b/./c",
        "/etc/passwd",
        ".git/config",
        "b\\c",
        "b/c/d",
        "b/\u0000",
        "nowhere"
      })
  void pathThatIsNotInTheRepositoryDoesNotExist(String path) throws Exception {
    assertThat(tree(Map.of("b/c", "1")).find(path)).isEmpty();
  }

  @Test
  void symlinksAreDataAndNeverFollowed() throws Exception {
    SourceTree tree =
        tree(Map.of("120000 passwd", "/etc/passwd", "120000 dir", "real", "real/file", "1"));

    Entry link = tree.find("passwd").orElseThrow();
    assertThat(link.type()).isEqualTo(Type.SYMLINK);
    assertThat(tree.read(link)).asString(StandardCharsets.UTF_8).isEqualTo("/etc/passwd");
    assertThat(tree.find("dir/file")).isEmpty();
    stops(Reason.PATH_GONE, () -> tree.list("dir"));
  }

  @Test
  void submoduleIsNamedAndNotRead() throws Exception {
    ObjectId elsewhere = ObjectId.fromString("1234567890123456789012345678901234567890");
    SourceTree tree = tree(rawTree("160000", "vendor", elsewhere));

    Entry submodule = tree.find("vendor").orElseThrow();
    assertThat(submodule.type()).isEqualTo(Type.SUBMODULE);
    assertThat(tree.find("vendor/file")).isEmpty();
    assertThat(stops(Reason.SUBMODULE_REFUSED, () -> tree.read(submodule)).message())
        .contains("vendor");
  }

  @Test
  void lfsPointerIsRefused() throws Exception {
    String pointer =
        """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345
        """;
    SourceTree tree = tree(Map.of("big.bin", pointer, "about.md", "see " + pointer));

    assertThat(
            stops(Reason.LFS_REFUSED, () -> tree.read(tree.find("big.bin").orElseThrow()))
                .message())
        .contains("big.bin");
    assertThat(tree.read(tree.find("about.md").orElseThrow())).isNotEmpty();
  }

  @Test
  void fileOverTheLimitIsRefused() throws Exception {
    SourceTree tree = tree(Map.of("big", "x".repeat(10_001), "fits", "x".repeat(10_000)));

    assertThat(
            stops(Reason.GIT_LIMIT_EXCEEDED, () -> tree.read(tree.find("big").orElseThrow()))
                .message())
        .contains("big", "10001", "10000");
    assertThat(tree.read(tree.find("fits").orElseThrow())).hasSize(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git",
        ".GIT",
        ".git ",
        ".git.",
        "git~1",
        "..",
        ".",
        "a/b",
        "a\\b",
        "a\nb",
        "a\u202eb",
        ".g\u200cit"
      })
  void unsafeNameIsRefusedByName(String name) throws Exception {
    ObjectId bad = rawTree("100644", name, config.object(Constants.OBJ_BLOB, new byte[0]));
    SourceTree tree = tree(rawTree("40000", "apps", bad));

    assertThat(stops(Reason.UNSAFE_PATH, () -> tree.list("apps")).message())
        .startsWith("apps/")
        .doesNotContain("\n", "\u202e", "\u200c");
    stops(Reason.UNSAFE_PATH, () -> tree.find("apps/other"));
    assertThat(tree.list("")).as("other directories are not affected").hasSize(1);
  }

  @Test
  void namesThatDifferByCaseAreRefused() throws Exception {
    SourceTree tree = tree(Map.of("x/Readme", "1", "x/README", "2", "y/fine", "3"));

    assertThat(stops(Reason.UNSAFE_PATH, () -> tree.find("x/Readme")).message())
        .contains("Readme", "README", "case");
    assertThat(tree.find("y/fine")).isPresent();
  }

  @Test
  void unknownModeIsRefused() throws Exception {
    ObjectId file = config.object(Constants.OBJ_BLOB, new byte[0]);
    SourceTree tree = tree(rawTree("40000", "apps", rawTree("100000", "odd", file)));

    assertThat(stops(Reason.UNSAFE_PATH, () -> tree.list("apps")).message())
        .contains("apps/odd", "100000");
  }

  @Test
  void nameThatIsNotUtf8IsRefused() throws Exception {
    ObjectId file = config.object(Constants.OBJ_BLOB, new byte[0]);
    ObjectId bad = rawTree("100644", new byte[] {'a', (byte) 0xff}, file);
    SourceTree tree = tree(rawTree("40000", "apps", bad));

    assertThat(stops(Reason.UNSAFE_PATH, () -> tree.list("apps")).message()).contains("UTF-8");
  }

  @Test
  void manyThreadsReadTheSame() throws Exception {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      files.put("overlays/app-" + i % 30 + "/dev/file-" + i + ".yaml", "number: " + i);
    }
    SourceTree tree = tree(files);

    List<Boolean> right =
        Parallel.map(
            32,
            IntStream.range(0, 6000).boxed().toList(),
            i -> {
              String path = "overlays/app-" + i % 600 % 30 + "/dev/file-" + i % 600 + ".yaml";
              return new String(read(tree, path), StandardCharsets.UTF_8).equals(files.get(path));
            });

    assertThat(right).hasSize(6000).containsOnly(true);
  }

  @Test
  void findsThousandsOfPathsWithoutReadingDirectoriesAgain() throws Exception {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      files.put("overlays/app-" + i + "/dev/kustomization.yaml", "number: " + i);
    }
    SourceTree tree = tree(files);
    for (String path : files.keySet()) {
      tree.find(path);
    }
    long start = System.nanoTime();
    for (int round = 0; round < 250; round++) {
      for (String path : files.keySet()) {
        assertThat(tree.find(path).isPresent()).isTrue();
      }
    }
    // 50,000 lookups; reading the directories anew takes several times as long as this bound.
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  private static byte[] read(SourceTree tree, String path) {
    try {
      return tree.read(tree.find(path).orElseThrow());
    } catch (Stopped e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectId rawTree(String mode, String name, ObjectId id) throws IOException {
    return rawTree(mode, name.getBytes(StandardCharsets.UTF_8), id);
  }

  private ObjectId rawTree(String mode, byte[] name, ObjectId id) throws IOException {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes((mode + " ").getBytes(StandardCharsets.US_ASCII));
    tree.writeBytes(name);
    tree.write(0);
    id.copyRawTo(tree);
    return config.object(Constants.OBJ_TREE, tree.toByteArray());
  }
}
