package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import org.junit.jupiter.api.Test;

/** A correction from a branch that nobody follows, with the packaged program. */
class HotfixSystemTest {

  @Test
  void comesFromABranchOfItsOwnAndIsHealedAfterCacheAndBranchAreLost() throws Exception {
    try (PipelineScene scene = PipelineScene.open("hotfix")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);

      String branch = "hotfix/" + scene.environment("login");
      scene.git().reset(branch, first);
      String fix =
          scene.put("config.yaml", Manifests.configMap("settings", "corrected")).commitTo(branch);
      assertThat(hotfix(scene, fix)).contains("Done");
      scene.awaitEntry("prod", Kind.VERIFIED, fix);
      scene.await("prod is corrected", () -> scene.value("prod").equals("corrected"));
      assertThat(scene.value("dev")).isEqualTo("one");
      assertThat(scene.kinds("prod", PipelineScene.APPLICATION)).startsWith("Verified", "Hotfix");

      scene.git().ref("refs/pull/1/head", fix);
      scene.git().deleteBranch(branch);
      scene.world().daemon().kill();
      scene.world().daemon().loseCaches();
      scene.world().admin().resource(scene.map("prod")).delete();
      scene.world().daemon().start();
      scene.await("what runs is healed", () -> scene.value("prod").equals("corrected"));

      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String without = scene.commit();
      scene.await(
          "what does not contain it waits",
          () ->
              scene.promotions("prod").stream()
                  .filter(one -> one.getSpec().commit().equals(without))
                  .filter(one -> one.getStatus() != null)
                  .anyMatch(one -> one.getStatus().message().contains("the hotfix " + fix)));
      assertThat(scene.value("prod")).isEqualTo("corrected");
    }
  }

  private static String hotfix(PipelineScene scene, String commit) throws Exception {
    return scene.sluice(
        "hotfix",
        PipelineScene.APPLICATION,
        scene.environment("prod"),
        commit,
        "--reason",
        "we are being flooded");
  }
}
