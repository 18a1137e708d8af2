package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.Part;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.GitFault;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever dies on the way, nothing is lost, nothing orphaned, and everything converges. */
class CrashSystemTest {

  private static final int MANY = 300;

  @Test
  void killedInTheMiddleOfAnApplyNothingIsOrphaned() throws Exception {
    try (Scene scene = Scene.open("apply", "createNamespace: true, maxDeletions: 1000")) {
      many(scene, 0, MANY);
      scene.commit();
      Eventually.holds("the apply is under way", () -> names(scene).size() >= 10);
      scene.world().daemon().kill();
      int applied = names(scene).size();
      assertThat(applied).as("killed before the end").isLessThan(MANY);

      // While nobody looks, most of what was applied leaves Git.
      scene.remove("web");
      many(scene, MANY - 5, MANY + 5);
      String commit = scene.commit();
      scene.world().daemon().start();
      scene.awaitSynced("web", commit);
      Eventually.holds(
          "exactly what is in Git is there", () -> names(scene).equals(range(MANY - 5, MANY + 5)));
    }
  }

  @Test
  void killedInTheMiddleOfAPruneTheRestIsPrunedAndNothingElse() throws Exception {
    try (Scene scene = Scene.open("pruning", "createNamespace: true, maxDeletions: 1000")) {
      many(scene, 0, MANY);
      scene.awaitSynced("web", scene.commit());
      String uid = uid(scene, "map-3");
      scene.remove("web");
      many(scene, 0, 5);
      String commit = scene.commit();
      Eventually.holds("the prune is under way", () -> names(scene).size() <= MANY - 10);
      scene.world().daemon().kill();
      assertThat(names(scene)).as("killed before the end").hasSizeGreaterThan(5);

      scene.world().daemon().start();
      scene.awaitSynced("web", commit);
      Eventually.holds("the rest is pruned", () -> names(scene).equals(range(0, 5)));
      assertThat(uid(scene, "map-3")).isEqualTo(uid);
    }
  }

  @Test
  void whatWasDeletedWhileTheDaemonWasDownIsRestoredAtItsStart() throws Exception {
    try (Scene scene = Scene.open("down")) {
      scene
          .put("web", "one.yaml", Manifests.configMap("one", "1"))
          .put("web", "two.yaml", Manifests.configMap("two", "1"));
      scene.awaitSynced("web", scene.commit());
      scene.world().daemon().kill();
      scene.configMap("web", "one").delete();
      Edits.setValue(scene.configMap("web", "two"), "by hand");
      scene.world().daemon().start();
      scene.awaitHealed("one is back", () -> scene.value("web", "one").equals("1"));
      scene.awaitHealed("two is healed", () -> scene.value("web", "two").equals("1"));
    }
  }

  @Test
  void healingGoesOnWhileTheGitHostIsDown() throws Exception {
    try (Scene scene = oneObject("host-down")) {
      int offset = scene.world().daemon().log().length();
      scene.world().gitFaults().turnOn(new GitFault.Cut());
      try {
        scene.world().daemon().awaitLine(offset, "config", "RepositoryUnreachable");
        heals(scene);
        // A daemon that starts now has nothing but its cache and the cluster.
        scene.world().daemon().kill();
        scene.world().daemon().start();
        heals(scene);
      } finally {
        scene.world().gitFaults().turnOff();
      }
      followsAgain(scene);
    }
  }

  @Test
  void healingGoesOnWhileTheCredentialsAreWrong() throws Exception {
    try (Scene scene = oneObject("token")) {
      int offset = scene.world().daemon().log().length();
      scene.world().spoilToken();
      try {
        String line = scene.world().daemon().awaitLine(offset, "config", "GitAuthenticationFailed");
        assertThat(line).doesNotContain("wrong-");
        heals(scene);
      } finally {
        scene.world().mendToken();
      }
      followsAgain(scene);
    }
  }

  @Test
  void theDaemonOutlivesARestartOfTheApiServer() throws Exception {
    try (Scene scene = oneObject("api")) {
      scene.world().plane().stop(Part.API_SERVER);
      scene.put("web", "one.yaml", Manifests.configMap("one", "2"));
      String commit = scene.commit();
      scene.world().plane().start(Part.API_SERVER);
      scene.awaitSynced("web", commit);
      assertThat(scene.value("web", "one")).isEqualTo("2");
      assertThat(scene.world().daemon().isRunning()).isTrue();
      Edits.setValue(scene.configMap("web", "one"), "by hand");
      scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals("2"));
    }
  }

  private static Scene oneObject(String readable) throws Exception {
    Scene scene = Scene.open(readable);
    scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
    scene.awaitSynced("web", scene.commit());
    return scene;
  }

  private static void heals(Scene scene) {
    Edits.setValue(scene.configMap("web", "one"), "by hand");
    scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals("1"));
    scene.configMap("web", "one").delete();
    scene.awaitHealed("one is back", () -> scene.value("web", "one").equals("1"));
  }

  private static void followsAgain(Scene scene) throws Exception {
    scene.put("web", "one.yaml", Manifests.configMap("one", "2"));
    scene.awaitSynced("web", scene.commit());
    assertThat(scene.value("web", "one")).isEqualTo("2");
  }

  private static void many(Scene scene, int from, int to) {
    for (int i = from; i < to; i++) {
      scene.put("web", i + ".yaml", Manifests.configMap("map-" + i, "x"));
    }
  }

  private static Set<String> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "map-" + i).collect(Collectors.toSet());
  }

  private static Set<String> names(Scene scene) {
    return scene.admin().configMaps().inNamespace(scene.namespace("web")).list().getItems().stream()
        .map(map -> map.getMetadata().getName())
        .filter(name -> name.startsWith("map-"))
        .collect(Collectors.toSet());
  }

  private static String uid(Scene scene, String name) {
    return scene.configMap("web", name).get().getMetadata().getUid();
  }
}
