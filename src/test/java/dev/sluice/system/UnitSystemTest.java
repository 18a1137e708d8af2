package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two applications that travel as one, with the packaged program: each step of theirs is one commit
 * of the ledger, and what is wrong with one of them takes both back.
 */
class UnitSystemTest {

  private static final String UNIT = "units: [[backend, frontend]]";

  @Test
  void aUnitGoesForwardAndBackAsOne() throws Exception {
    try (PipelineScene scene = PipelineScene.open("unit")) {
      put(scene, "good");
      String good = scene.commit();
      scene.first("dev", UNIT, "deadline: 5s", "rollback: { automatic: true }");
      scene.following("prod", "dev", UNIT);
      awaitKinds(scene, "prod", "backend", "Verified", "Promote");
      awaitKinds(scene, "prod", "frontend", "Verified", "Promote");
      assertThat(scene.git().length(scene.branch("prod")))
          .as("one commit with both releases, one with both outcomes")
          .isEqualTo(2);

      // Nothing is wrong with the frontend: it is healthy at once, and waits for the other one.
      put(scene, "bad");
      scene.putFor(
          "backend", "deployment.yaml", Manifests.deployment("backend", "example.com/backend:1"));
      String bad = scene.commit();
      scene.await("both are released", () -> scene.value("dev", "frontend").equals("bad"));
      scene.world().daemon().kill();
      scene.forgetPromotions();
      scene.world().daemon().start();

      awaitKinds(
          scene,
          "dev",
          "backend",
          "Verified",
          "Pin",
          "Rollback",
          "Veto",
          "Failed",
          "Promote",
          "Verified",
          "Promote");
      awaitKinds(
          scene,
          "dev",
          "frontend",
          "Verified",
          "Pin",
          "Rollback",
          "Failed",
          "Promote",
          "Verified",
          "Promote");
      assertThat(scene.git().length(scene.branch("dev")))
          .as("released, verified, released, failed, taken back, verified: together each time")
          .isEqualTo(6);
      for (String application : List.of("backend", "frontend")) {
        assertThat(scene.value("dev", application)).isEqualTo("good");
        assertThat(scene.value("prod", application)).isEqualTo("good");
        assertThat(scene.ledger("prod", application))
            .hasSize(2)
            .allMatch(line -> line.contains(good))
            .noneMatch(line -> line.contains(bad));
      }
      assertThat(scene.ledger("dev", "frontend"))
          .anyMatch(line -> line.contains("goes with backend"));

      put(scene, "better");
      scene.putFor("backend", "deployment.yaml", Manifests.configMap("no-deployment", "any more"));
      scene.commit();
      scene.await("both are through", () -> scene.ledger("prod", "backend").size() == 4);
      assertThat(scene.git().length(scene.branch("prod"))).isEqualTo(4);
      assertThat(scene.value("prod", "frontend")).isEqualTo("better");
    }
  }

  private static void put(PipelineScene scene, String value) {
    scene
        .putFor("backend", "config.yaml", Manifests.configMap("settings", value))
        .putFor("frontend", "config.yaml", Manifests.configMap("settings", value));
  }

  private static void awaitKinds(
      PipelineScene scene, String stage, String application, String... kinds) {
    scene.await(
        "the ledger of %s in %s holds %s".formatted(application, stage, List.of(kinds)),
        () -> scene.kinds(stage, application).equals(List.of(kinds)));
  }
}
