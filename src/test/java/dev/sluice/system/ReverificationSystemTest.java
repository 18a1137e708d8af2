package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.testing.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What was verified goes down later, with the packaged program: it does not count as verified any
 * more, and what came from it and was not let in yet goes back.
 */
class ReverificationSystemTest {

  /** The shortest time that a policy may name is a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void whatGoesDownIsRevokedAndDoesNotTravelOn() throws Exception {
    try (PipelineScene scene = PipelineScene.open("revoked")) {
      put(scene, "one");
      String first = scene.commit();
      scene.first("dev", "reverify: { degraded: 1m }");
      scene.following("prod", "dev", "gates: [{ approval: 1 }]");
      scene.await(
          "it is verified in dev",
          () -> {
            Node.in(scene, "dev").startAllBut(":none");
            return scene.kinds("dev", "web").contains(Kind.VERIFIED.word());
          });
      awaitState(scene, first, "Gating");

      Node.in(scene, "dev").crashAll();
      Eventually.holds(
          "it is revoked",
          PATIENCE,
          () -> scene.kinds("dev", "web").getFirst().equals(Kind.REVOKED.word()));
      assertThat(scene.ledger("dev").getFirst()).contains(first, "Degraded since");
      awaitState(scene, first, "Superseded");
      assertThat(scene.sluice("promotions", "-e", scene.environment("prod"), "--all"))
          .contains("taken back", "release 1");
      assertThat(scene.ledger("prod")).as("nobody let it in").isEmpty();
      assertThat(scene.kinds("dev", "web")).as("once").hasSize(3);

      // Something newer comes, and goes all the way.
      put(scene, "two");
      scene.put("deployment.yaml", Manifests.configMap("no-deployment", "any more"));
      String second = scene.commit();
      scene.awaitEntry("dev", Kind.VERIFIED, second);
      awaitState(scene, second, "Gating");
      scene.sluice("approve", "web", scene.environment("prod"), second.substring(0, 12));
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");
    }
  }

  private static void put(PipelineScene scene, String value) {
    scene
        .put("config.yaml", Manifests.configMap("settings", value))
        .put("deployment.yaml", Manifests.deployment("web", "example.com/web:1"));
  }

  private static void awaitState(PipelineScene scene, String commit, String state) {
    scene.await(
        commit + " is " + state + " on its way into prod",
        () ->
            scene.promotions("prod").stream()
                .filter(one -> one.getSpec().commit().equals(commit))
                .anyMatch(one -> one.getStatus() != null && one.getStatus().state().equals(state)));
  }
}
