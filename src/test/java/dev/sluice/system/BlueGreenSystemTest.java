package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Labels;
import dev.sluice.model.promotion.Entry.Kind;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Releases in slots, with the packaged program: a switch, a hand edit of it, a crash in the middle,
 * a way back in a moment, a retirement. Pods become ready because the test says so: no node runs
 * them.
 */
class BlueGreenSystemTest {

  private static final String STRATEGY =
      "strategy: { blueGreen: { services: [web], retireAfter: %s } }";

  @Test
  void aReleaseIsSwitchedToHealedTakenBackAndTheOtherOneRetires() throws Exception {
    try (PipelineScene scene = PipelineScene.open("slots")) {
      String first = put(scene, "1");
      scene.first("prod", STRATEGY.formatted("1h"), "rollback: { automatic: true }");
      await(scene, "the first release is verified", () -> has(scene, Kind.VERIFIED, first));
      assertThat(slot(scene)).isEqualTo("blue");
      assertThat(deployments(scene)).containsExactly("web-blue");

      // It stands there, and does not get the traffic before it is healthy.
      String second = put(scene, "2");
      scene.await("the second one comes up", () -> deployments(scene).contains("web-green"));
      assertThat(slot(scene)).isEqualTo("blue");
      scene.world().daemon().kill();
      scene.world().daemon().start();
      await(scene, "the second one is verified", () -> has(scene, Kind.VERIFIED, second));
      assertThat(slot(scene)).isEqualTo("green");
      assertThat(deployments(scene)).containsExactly("web-blue", "web-green");
      assertThat(
              scene.ledger("prod").stream().filter(line -> line.contains("\"phase\":\"switch\"")))
          .hasSize(1);

      select(scene, "blue");
      scene.await("the switch is healed", () -> slot(scene).equals("green"));

      // Its Pods never become ready: it stands in its slot until a person has seen enough.
      String bad = put(scene, "never-ready");
      scene.await("the bad one comes up", () -> image(scene, "web-blue").endsWith(":never-ready"));
      assertThat(slot(scene)).as("and gets no traffic").isEqualTo("green");
      scene.sluice("fail", "web", scene.environment("prod"), "--reason", "it does not start");
      scene.await("it is taken back", () -> has(scene, Kind.FAILED, bad));
      await(scene, "what runs is what ran", () -> has(scene, Kind.ROLLBACK, second));
      scene.await("its slot is gone", () -> deployments(scene).equals(List.of("web-green")));
      assertThat(slot(scene)).isEqualTo("green");
    }
  }

  @Test
  void goingBackIsASwitchAndWhatHasNoTrafficRetires() throws Exception {
    try (PipelineScene scene = PipelineScene.open("back")) {
      String first = put(scene, "1");
      scene.first("prod", STRATEGY.formatted("1h"));
      await(scene, "the first release is verified", () -> has(scene, Kind.VERIFIED, first));
      String second = put(scene, "2");
      await(scene, "the second one is verified", () -> has(scene, Kind.VERIFIED, second));

      scene.sluice("rollback", "web", scene.environment("prod"), "--reason", "complaints");
      scene.await("the traffic is back", () -> slot(scene).equals("blue"));
      assertThat(image(scene, "web-blue")).endsWith(":1");
      await(
          scene,
          "the one that was taken back retires",
          () -> deployments(scene).equals(List.of("web-blue")));
      assertThat(scene.ledger("prod").getFirst()).contains("\"phase\":\"retire\"");
      assertThat(service(scene, "web-preview").getSpec().getSelector())
          .containsEntry("sluice.dev/slot", "blue");
    }
  }

  @Test
  void theFormerReleaseRetiresWhenItsTimeIsOver() throws Exception {
    try (PipelineScene scene = PipelineScene.open("retires")) {
      String first = put(scene, "1");
      scene.first("prod", STRATEGY.formatted("2s"));
      await(scene, "the first release is verified", () -> has(scene, Kind.VERIFIED, first));
      String second = put(scene, "2");
      await(scene, "the second one is verified", () -> has(scene, Kind.VERIFIED, second));
      await(scene, "the first one is gone", () -> deployments(scene).equals(List.of("web-green")));
      assertThat(slot(scene)).isEqualTo("green");
      assertThat(scene.ledger("prod").getFirst())
          .contains("\"phase\":\"retire\"", "slot blue retires: release 3 has the traffic");
    }
  }

  private static String put(PipelineScene scene, String version) throws IOException {
    return scene
        .put("config.yaml", Manifests.configMap("settings", version))
        .put("service.yaml", Manifests.service("web"))
        .put("deployment.yaml", Manifests.deployment("web", "example.com/web:" + version))
        .commit();
  }

  /** Waits, and lets what starts become ready meanwhile. */
  private static void await(PipelineScene scene, String what, Callable<Boolean> condition) {
    scene.await(
        what,
        () -> {
          Node.in(scene, "prod").startAllBut(":never-ready");
          return condition.call();
        });
  }

  private static boolean has(PipelineScene scene, Kind kind, String commit) throws IOException {
    return scene.ledger("prod").stream()
        .anyMatch(
            line -> line.contains("\"kind\":\"" + kind.word() + "\"") && line.contains(commit));
  }

  private static String slot(PipelineScene scene) {
    return service(scene, "web").getSpec().getSelector().getOrDefault(Labels.SLOT, "");
  }

  private static Service service(PipelineScene scene, String name) {
    return scene
        .world()
        .admin()
        .services()
        .inNamespace(scene.namespace("prod"))
        .withName(name)
        .get();
  }

  private static List<String> deployments(PipelineScene scene) {
    return scene
        .world()
        .admin()
        .apps()
        .deployments()
        .inNamespace(scene.namespace("prod"))
        .list()
        .getItems()
        .stream()
        .filter(one -> !one.isMarkedForDeletion())
        .map(one -> one.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static String image(PipelineScene scene, String deployment) {
    Deployment found =
        scene
            .world()
            .admin()
            .apps()
            .deployments()
            .inNamespace(scene.namespace("prod"))
            .withName(deployment)
            .get();
    return found == null ? "" : image(found.getSpec().getTemplate().getSpec());
  }

  private static String image(PodSpec pod) {
    return pod.getContainers().getFirst().getImage();
  }

  /** Gives the traffic to a slot, as a person with kubectl does. */
  private static void select(PipelineScene scene, String slot) {
    scene
        .world()
        .admin()
        .services()
        .inNamespace(scene.namespace("prod"))
        .withName("web")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kubectl-edit")
                .build(),
            "{\"spec\": {\"selector\": {\"sluice.dev/slot\": \"%s\"}}}".formatted(slot));
  }
}
