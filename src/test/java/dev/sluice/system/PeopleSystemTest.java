package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.User;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.model.promotion.Entry.Kind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People decide, with the packaged program's commands, and the daemon does what they say. */
class PeopleSystemTest {

  @Test
  void nothingComesInUnapprovedAndAPersonTakesItBack() throws Exception {
    try (PipelineScene scene = PipelineScene.open("people")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev", "gates: [{ approval: 1 }]");
      scene.awaitEntry("dev", Kind.VERIFIED, first);
      awaitCandidate(scene, first);

      assertThat(run(scene, 1, "approve", "web", prod(scene), "0000000"))
          .contains("NoSuchCandidate", first.substring(0, 12));
      assertThat(run(scene, 0, "promotions", "-e", prod(scene)))
          .contains("Gating", "0 of 1 approvals");
      assertThat(scene.value("prod")).isEmpty();

      assertThat(run(scene, 0, "approve", "web", prod(scene), first.substring(0, 7)))
          .contains("commit    " + first, "approved as admin");
      scene.awaitEntry("prod", Kind.VERIFIED, first);
      assertThat(scene.ledger("prod")).anyMatch(line -> line.contains("\"admin\""));

      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      awaitCandidate(scene, second);
      run(scene, 0, "approve", "web", prod(scene), "--comment", "looked at dev");
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");

      assertThat(run(scene, 0, "rollback", "web", prod(scene), "--reason", "customers complain"))
          .contains("Done");
      scene.awaitEntry("prod", Kind.VERIFIED, first);
      scene.await("prod runs what it ran", () -> scene.value("prod").equals("one"));
      assertThat(run(scene, 1, "rollback", "web", prod(scene), "99")).contains("RequestRefused");
    }
  }

  @Test
  void aFreezeHoldsWhatWouldComeUntilItIsEnded() throws Exception {
    try (PipelineScene scene = PipelineScene.open("frozen")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);

      String[] freeze = {"freeze", "-e", prod(scene), "--level", "1", "--until", "1h"};
      assertThat(
              run(
                  scene,
                  0,
                  Stream.concat(Stream.of(freeze), Stream.of("--reason", "holiday"))
                      .toArray(String[]::new)))
          .contains("Done");
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.awaitEntry("dev", Kind.VERIFIED, second);
      awaitCandidate(scene, second);
      assertThat(scene.value("prod")).isEqualTo("one");

      assertThat(run(scene, 0, "unfreeze", "-e", prod(scene))).contains("Done");
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");
    }
  }

  @Test
  void underAFreezeOfAllWritesNothingIsHealedUntilItIsEnded() throws Exception {
    try (PipelineScene scene = PipelineScene.open("standstill")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);

      String line = "freeze -e %s --level 2 --until 1h --reason incident".formatted(prod(scene));
      assertThat(run(scene, 0, line.split(" "))).contains("Done");
      Edits.setValue(
          scene
              .world()
              .admin()
              .configMaps()
              .inNamespace(scene.namespace("prod"))
              .withName("settings"),
          "by hand");
      scene.await("the target tells of it", () -> scene.status("prod").contains("Frozen"));
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      scene.awaitEntry("dev", Kind.VERIFIED, scene.commit());
      assertThat(scene.value("dev")).isEqualTo("two");
      assertThat(scene.value("prod")).as("nobody touches it").isEqualTo("by hand");

      assertThat(run(scene, 0, "unfreeze", "-e", prod(scene))).contains("Done");
      scene.await("it goes on", () -> scene.value("prod").equals("two"));
    }
  }

  @Test
  void whatIsNotPromotedIsNotAskedForInVain() throws Exception {
    try (Scene scene = Scene.open("branch")) {
      String commit =
          scene.put("web", "config.yaml", Manifests.configMap("settings", "one")).commit();
      scene.awaitSynced("web", commit);
      String line = "rollback web " + scene.name() + " --timeout 50";
      assertThat(run(World.shared(), 1, line.split(" ")))
          .contains("RequestRefused", "it runs whatever its branch holds");
    }
  }

  private static void awaitCandidate(PipelineScene scene, String commit) {
    scene.await(
        commit + " waits for prod",
        () ->
            scene.promotions("prod").stream()
                .filter(one -> one.getSpec().commit().equals(commit))
                .map(PromotionResource::getStatus)
                .anyMatch(status ->
                    status != null && List.of("Gating", "Pending").contains(status.state())));
  }

  private static String prod(PipelineScene scene) {
    return scene.environment("prod");
  }

  private static String run(PipelineScene scene, int expectedExit, String... line)
      throws IOException, InterruptedException {
    return run(scene.world(), expectedExit, line);
  }

  private static String run(World world, int expectedExit, String... line)
      throws IOException, InterruptedException {
    String kubeconfig = world.plane().kubeconfig(User.ADMIN.name()).toString();
    return world
        .daemon()
        .run(
            expectedExit,
            Stream.concat(Stream.of(line), Stream.of("--kubeconfig", kubeconfig))
                .toArray(String[]::new));
  }
}
