package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit travels from environment to environment, or is stopped on its way. */
class PromotionSystemTest {

  @Test
  void whatIsVerifiedInOneEnvironmentComesIntoTheNext() throws Exception {
    try (PipelineScene scene = PipelineScene.open("travel")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");

      scene.awaitEntry("prod", Kind.VERIFIED, first);
      assertThat(scene.value("dev")).isEqualTo("one");
      assertThat(scene.value("prod")).isEqualTo("one");

      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");
      assertThat(scene.ledger("dev")).hasSize(4);
      assertThat(scene.ledger("prod")).hasSize(4);
    }
  }

  @Test
  void whatFailsInOneEnvironmentNeverReachesTheNextAndIsTakenBack() throws Exception {
    try (PipelineScene scene = PipelineScene.open("stopped")) {
      scene.put("config.yaml", Manifests.configMap("settings", "good"));
      String good = scene.commit();
      scene.first("dev", "deadline: 5s", "rollback: { automatic: true }");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, good);

      // No node runs it: a Deployment with replicas never becomes available here.
      scene
          .put("config.yaml", Manifests.configMap("settings", "bad"))
          .put("deployment.yaml", Manifests.deployment("web", "example.com/web:1"));
      String bad = scene.commit();

      scene.awaitEntry("dev", Kind.FAILED, bad);
      scene.awaitEntry("dev", Kind.ROLLBACK, good);
      scene.await("dev runs what it ran", () -> scene.value("dev").equals("good"));
      scene.awaitEntry("dev", Kind.VERIFIED, good);
      assertThat(scene.value("prod")).isEqualTo("good");
      assertThat(scene.ledger("prod")).noneMatch(line -> line.contains(bad));

      scene.put("config.yaml", Manifests.configMap("settings", "better"));
      scene.put("deployment.yaml", Manifests.configMap("no-deployment", "any more"));
      String better = scene.commit();
      scene.awaitEntry("prod", Kind.VERIFIED, better);
      assertThat(scene.value("dev")).isEqualTo("better");
    }
  }

  @Test
  void aBadReleaseOfProductionIsTakenBackAndNeverReachesTheStandby() throws Exception {
    List<String> all = List.of("dev", "prod", "dr");
    try (PipelineScene scene = PipelineScene.openWithOverlays("standby")) {
      scene.put(all, "config.yaml", Manifests.configMap("settings", "good"));
      String good = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev", "deadline: 5s", "rollback: { automatic: true }");
      scene.declare(
          "dr", "{ environment: %s, verified: true }".formatted(scene.environment("prod")));
      scene.awaitEntry("dr", Kind.VERIFIED, good);
      assertThat(scene.value("dr")).isEqualTo("good");

      // Only production has the Deployment that never becomes available here.
      scene
          .put(all, "config.yaml", Manifests.configMap("settings", "bad"))
          .put(
              List.of("prod"), "deployment.yaml", Manifests.deployment("web", "example.com/web:1"));
      String bad = scene.commit();

      scene.awaitEntry("dev", Kind.VERIFIED, bad);
      scene.awaitEntry("prod", Kind.FAILED, bad);
      scene.awaitEntry("prod", Kind.ROLLBACK, good);
      scene.awaitEntry("prod", Kind.VERIFIED, good);
      assertThat(scene.value("prod")).isEqualTo("good");
      assertThat(scene.value("dev")).isEqualTo("bad");
      assertThat(scene.value("dr")).isEqualTo("good");
      assertThat(scene.ledger("dr")).hasSize(2).noneMatch(line -> line.contains(bad));
    }
  }

  @Test
  void theLedgersAreEnoughToGoOn() throws Exception {
    try (PipelineScene scene = PipelineScene.open("memory")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);

      scene.world().daemon().kill();
      scene.forgetPromotions();
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.world().daemon().start();

      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");
      assertThat(scene.ledger("dev")).hasSize(4);
      assertThat(scene.ledger("prod")).hasSize(4);
    }
  }
}
