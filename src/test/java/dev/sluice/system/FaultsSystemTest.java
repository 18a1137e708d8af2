package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.Part;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.GitFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged program, and what breaks around it. */
class FaultsSystemTest {

  private static final int MANY = 200;

  static List<Arguments> gitFaults() {
    return List.of(
        Arguments.of(new GitFault.Status(500), "RepositoryUnreachable"),
        Arguments.of(new GitFault.Status(404), "RepositoryNotFound"),
        Arguments.of(new GitFault.WebPage(), "RepositoryUnreachable"));
  }

  @ParameterizedTest
  @MethodSource("gitFaults")
  void whateverTheGitHostAnswersWhatRunsIsHealed(GitFault fault, String reason) throws Exception {
    try (Scene scene = oneObject("git")) {
      int offset = scene.world().daemon().log().length();
      scene.world().gitFaults().turnOn(fault);
      try {
        scene.world().daemon().awaitLine(offset, "config", reason);
        heals(scene);
      } finally {
        scene.world().gitFaults().turnOff();
      }
      follows(scene, "after");
    }
  }

  @Test
  void aDamagedCacheIsFetchedAnewAndNothingIsAppliedFromIt() throws Exception {
    try (Scene scene = oneObject("cache")) {
      scene.world().daemon().kill();
      for (Path pack : packs(scene)) {
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
          file.setLength(file.length() / 2);
        }
      }
      int offset = scene.world().daemon().log().length();
      scene.world().daemon().start();
      scene.world().daemon().awaitLine(offset, "RepositoryCorrupt");
      follows(scene, "after");
      heals(scene);
    }
  }

  @Test
  void aRendererThatIsKilledIsReplaced() throws Exception {
    try (Scene scene = oneObject("worker")) {
      List<ProcessHandle> workers = scene.world().daemon().children();
      assertThat(workers).isNotEmpty();
      workers.forEach(ProcessHandle::destroyForcibly);
      follows(scene, "after");
    }
  }

  @Test
  void aFrozenApiServerHoldsUpNothingLongerThanItIsFrozen() throws Exception {
    try (Scene scene = oneObject("frozen")) {
      Part server = Part.API_SERVER;
      scene.put("web", "one.yaml", Manifests.configMap("one", "2"));
      String commit;
      scene.world().plane().pause(server);
      try {
        int offset = scene.world().daemon().log().length();
        commit = scene.commit();
        scene.world().daemon().awaitLine(offset, "moved");
        assertThat(scene.world().daemon().isRunning()).isTrue();
      } finally {
        scene.world().plane().resume(server);
      }
      scene.awaitSynced("web", commit);
      heals(scene, "2");
    }
  }

  @Test
  void whatIsUnderWayEndsWhenTheDaemonIsToldToAndGoesOnAfterwards() throws Exception {
    try (Scene scene = Scene.open("term", "createNamespace: true, maxDeletions: 1000")) {
      for (int i = 0; i < MANY; i++) {
        scene.put("web", i + ".yaml", Manifests.configMap("map-" + i, "x"));
      }
      String commit = scene.commit();
      Eventually.holds("the apply is under way", () -> maps(scene) >= 5);

      Duration took = scene.world().daemon().terminate();

      assertThat(took).isLessThan(Duration.ofSeconds(25));
      scene.world().daemon().start();
      scene.awaitSynced("web", commit);
      assertThat(maps(scene)).isEqualTo(MANY);
    }
  }

  @Test
  void aFullDiskIsToldAndWhatRunsIsHealed() throws Exception {
    try (Scene scene = oneObject("disk")) {
      scene.world().daemon().kill();
      // The worker that renders has a file of its own, of 12 MB.
      scene.world().daemon().startOnSmallDisk(18);
      int offset = scene.world().daemon().log().length();
      scene.put("web", "one.txt", noise(1)).put("web", "two.txt", noise(2)).commit();
      try {
        scene.world().daemon().awaitLine(offset, "config", "CacheUnavailable");
        heals(scene);
      } finally {
        scene.world().daemon().kill();
        scene.world().daemon().start();
      }
      scene.remove("web", "one.txt").remove("web", "two.txt");
      follows(scene, "after");
    }
  }

  private static Scene oneObject(String readable) throws Exception {
    Scene scene = Scene.open(readable);
    scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
    scene.awaitSynced("web", scene.commit());
    return scene;
  }

  private static void heals(Scene scene) {
    heals(scene, "1");
  }

  private static void heals(Scene scene, String inGit) {
    Edits.setValue(scene.configMap("web", "one"), "by hand");
    scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals(inGit));
  }

  private static void follows(Scene scene, String name) throws Exception {
    scene.put("web", name + ".yaml", Manifests.configMap(name, "1"));
    scene.awaitSynced("web", scene.commit());
    assertThat(scene.value("web", name)).isEqualTo("1");
  }

  /** Ten megabytes that no compression makes smaller. */
  private static String noise(long seed) {
    byte[] noise = new byte[10 << 20];
    new Random(seed).nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }

  private static long maps(Scene scene) {
    return scene.admin().configMaps().inNamespace(scene.namespace("web")).list().getItems().stream()
        .filter(map -> map.getMetadata().getName().startsWith("map-"))
        .count();
  }

  private static List<Path> packs(Scene scene) throws IOException {
    Path cache = scene.world().daemon().data().resolve("git/config.git/objects/pack");
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
  }
}
