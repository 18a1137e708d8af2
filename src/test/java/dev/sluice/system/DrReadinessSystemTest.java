package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a standby could take over is known before it has to, with the packaged program. */
class DrReadinessSystemTest {

  @Test
  void aStandbySaysWhatItLacksAndIsReadyWhenThatIsThere() throws Exception {
    try (PipelineScene scene = PipelineScene.openWithOverlays("readiness")) {
      scene
          .put(List.of("prod", "dr"), "config.yaml", Manifests.configMap("settings", "1"))
          .put(List.of("dr-active"), "config.yaml", Manifests.configMap("settings", "1"))
          .put(List.of("dr-active"), "deployment.yaml", withSecret());
      String first = scene.commit();
      scene.first("prod");
      scene.declare(
          "dr",
          "{ environment: %s, verified: true }".formatted(scene.environment("prod")),
          "roles: { active: { overlays: apps/*/dr-active } }");
      scene.awaitEntry("dr", Kind.VERIFIED, first);

      String missing = "Secret %s/database is missing".formatted(scene.namespace("dr"));
      scene.await(
          "its status names what is missing",
          () -> scene.status("dr").contains("DrNotReady") && scene.status("dr").contains(missing));
      scene.await("an event does, too", () -> events(scene, "DrNotReady", missing) == 1);
      assertThat(ready(scene)).isEqualTo("0.0");
      assertThat(scene.sluice("status", "-e", scene.environment("dr")))
          .contains("DrNotReady", missing, "It is looked at again within 1h");

      scene.world().admin().resource(database(scene)).create();
      scene.put(List.of("prod", "dr", "dr-active"), "more.yaml", Manifests.configMap("more", "1"));
      String second = scene.commit();
      scene.awaitEntry("dr", Kind.VERIFIED, second);
      scene.await("it could take over", () -> ready(scene).equals("1.0"));
      scene.await(
          "its status says so",
          () ->
              !scene.status("dr").contains("DrNotReady")
                  && scene.status("dr").contains("StandbyReady"));
      assertThat(events(scene, "DrNotReady", missing)).isEqualTo(1);
      assertThat(scene.world().daemon().log()).doesNotContain("hunter2");
    }
  }

  private static String ready(PipelineScene scene) throws Exception {
    return Metrics.value(
        scene.world().daemon(),
        "sluice_dr_ready",
        Map.of("application", PipelineScene.APPLICATION, "environment", scene.environment("dr")));
  }

  private static long events(PipelineScene scene, String reason, String text) {
    return scene.world().admin().v1().events().inNamespace("sluice").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .filter(event -> event.getMessage().contains(text))
        .count();
  }

  private static Secret database(PipelineScene scene) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("database")
        .withNamespace(scene.namespace("dr"))
        .endMetadata()
        .addToStringData("password", "hunter2")
        .build();
  }

  private static String withSecret() {
    return Manifests.deployment("web", "example.com/web:1")
        + """
                  envFrom:
                    - secretRef:
                        name: database
        """;
  }
}
