package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.User;
import dev.sluice.model.promotion.Entry.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A standby is tried, serves and gives back, with the packaged program. */
class DrSystemTest {

  private static final String ROLES = "roles: { active: { overlays: apps/*/dr-active } }";

  @Test
  void aStandbyIsTriedServesAndGivesBack() throws Exception {
    try (PipelineScene scene = PipelineScene.openWithOverlays("failover")) {
      scene
          .put(List.of("prod", "dr"), "config.yaml", Manifests.configMap("settings", "asleep"))
          .put(List.of("dr-active"), "config.yaml", Manifests.configMap("settings", "awake"));
      String commit = declared(scene);

      assertThat(run(scene, 0, "dr", "drill", dr(scene), "--wait"))
          .contains("Done", "could take over: recovered in ", "role ", "it stands by again");
      scene.await("dr stands by again", () -> scene.value("dr").equals("asleep"));
      assertThat(kinds(scene)).containsExactly("Drill", "Role", "Phase", "Role", "Drill");
      assertThat(environmentLedger(scene, "prod")).as("production is left alone").isEmpty();
      scene.await("people and programs are told", () -> drill(scene).equals("1.0"));
      scene.await("with an event", () -> told(scene, "DrillDone"));

      assertThat(run(scene, 1, "dr", "failback", dr(scene), "--reason", "by mistake", "--wait"))
          .contains("RequestRefused", "stands by already");
      assertThat(run(scene, 0, "dr", "failover", dr(scene), "--reason", "fire", "--wait"))
          .contains("Done", "serves: recovered in ", "what runs there goes on");
      scene.await("dr serves", () -> scene.value("dr").equals("awake"));
      assertThat(environmentLedger(scene, "prod").getFirst())
          .contains("\"kind\":\"Freeze\"", "\"level\":\"1\"", "fire");

      scene
          .world()
          .admin()
          .resource(scene.map("dr"))
          .edit(map -> {
            map.getData().put("value", "asleep");
            return map;
          });
      scene.await("its role is healed", () -> scene.value("dr").equals("awake"));

      assertThat(run(scene, 0, "dr", "failback", dr(scene), "--reason", "put out", "--wait"))
          .contains("Done", "serves again: in ");
      scene.await("dr stands by", () -> scene.value("dr").equals("asleep"));
      assertThat(environmentLedger(scene, "prod").getFirst()).contains("\"kind\":\"Unfreeze\"");
      assertThat(scene.ledger("dr")).as("the release is the same").hasSize(2);
      assertThat(scene.ledger("dr").getFirst()).contains(commit);
    }
  }

  @Test
  void aDrillThatIsOverGoesBackAfterACrash() throws Exception {
    try (PipelineScene scene = PipelineScene.openWithOverlays("expired")) {
      scene
          .put(List.of("prod", "dr"), "config.yaml", Manifests.configMap("settings", "asleep"))
          .put(List.of("dr-active"), "config.yaml", Manifests.configMap("settings", "awake"))
          // Nothing runs Pods here: it never becomes available.
          .put(
              List.of("dr-active"),
              "deployment.yaml",
              Manifests.deployment("web", "example.com/web:1"));
      declared(scene);
      Instant end = Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.SECONDS);

      run(scene, 0, "dr", "drill", dr(scene), "--until", end.toString());
      scene.await("the drill has begun", () -> scene.value("dr").equals("awake"));
      scene.world().daemon().kill();
      try {
        scene.await("its time is over", () -> Instant.now().isAfter(end));
      } finally {
        scene.world().daemon().start();
      }

      scene.await("dr stands by", () -> scene.value("dr").equals("asleep"));
      scene.await(
          "the Deployment is gone",
          () ->
              scene
                      .world()
                      .admin()
                      .apps()
                      .deployments()
                      .inNamespace(scene.namespace("dr"))
                      .withName("web")
                      .get()
                  == null);
      scene.await(
          "the result is on record",
          () ->
              environmentLedger(scene, "dr").getFirst().contains("\"outcome\":\"Failed\"")
                  && environmentLedger(scene, "dr").getFirst().contains("\"step\":\"end\""));
      assertThat(environmentLedger(scene, "dr").getFirst())
          .contains("could not take over", "its time was over", "web");
    }
  }

  private static String drill(PipelineScene scene) throws Exception {
    return Metrics.value(
        scene.world().daemon(), "sluice_dr_drill_passed", Map.of("environment", dr(scene)));
  }

  private static boolean told(PipelineScene scene, String reason) {
    return scene.world().admin().v1().events().inNamespace("sluice").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .anyMatch(event -> event.getMessage().startsWith(dr(scene) + " could take over"));
  }

  private static String declared(PipelineScene scene) throws IOException {
    String commit = scene.commit();
    scene.first("prod");
    scene.declare(
        "dr", "{ environment: %s, verified: true }".formatted(scene.environment("prod")), ROLES);
    scene.awaitEntry("dr", Kind.VERIFIED, commit);
    assertThat(scene.value("dr")).isEqualTo("asleep");
    return commit;
  }

  private static List<String> kinds(PipelineScene scene) throws IOException {
    return environmentLedger(scene, "dr").reversed().stream()
        .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  private static List<String> environmentLedger(PipelineScene scene, String stage)
      throws IOException {
    return scene
        .git()
        .lines("sluice/env/" + scene.environment(stage), "_environment.jsonl")
        .stream()
        .skip(1)
        .toList();
  }

  private static String dr(PipelineScene scene) {
    return scene.environment("dr");
  }

  private static String run(PipelineScene scene, int expectedExit, String... line)
      throws IOException, InterruptedException {
    String kubeconfig = scene.world().plane().kubeconfig(User.ADMIN.name()).toString();
    return scene
        .world()
        .daemon()
        .run(
            expectedExit,
            Stream.concat(Stream.of(line), Stream.of("--kubeconfig", kubeconfig))
                .toArray(String[]::new));
  }
}
