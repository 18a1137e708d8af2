package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What people change by hand is taken back where Git says otherwise, and only reported elsewhere.
 */
class HealSystemTest {

  private static final String IMAGE = "example.com/web:1";

  /** As people and controllers do it: each by another way into the API. */
  private static final List<Consumer<Scene>> EDITS =
      List.of(
          HealSystemTest::applyOtherImage,
          HealSystemTest::scale,
          HealSystemTest::patchImage,
          HealSystemTest::delete,
          HealSystemTest::applyOtherImage,
          HealSystemTest::scale,
          HealSystemTest::patchImage,
          HealSystemTest::delete,
          HealSystemTest::scale,
          HealSystemTest::applyOtherImage);

  @Test
  void handEditsAreHealedWithoutAPollTenTimesInARow() throws Exception {
    try (Scene scene = Scene.open(World.SLOW, "heal", "createNamespace: true")) {
      scene.put("web", "deployment.yaml", Manifests.deployment("web", IMAGE));
      String commit = scene.commit();
      // This repository is polled at the start, and then not for an hour.
      scene.world().daemon().kill();
      scene.world().daemon().start();
      scene.awaitSynced("web", commit);
      for (int time = 0; time < EDITS.size(); time++) {
        Deployment before = scene.deployment("web", "web").get();
        EDITS.get(time).accept(scene);
        Deployment edited = scene.deployment("web", "web").get();
        assertThat(edited == null ? "" : edited.getMetadata().getResourceVersion())
            .isNotEqualTo(before.getMetadata().getResourceVersion());
        scene.awaitHealed("edit " + (time + 1) + " is taken back", () -> asInGit(scene));
      }
    }
  }

  @Test
  void aSyncPollsGitAtOnce() throws Exception {
    try (Scene scene = Scene.open(World.SLOW, "asked", "createNamespace: true")) {
      scene.put("web", "config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.world().daemon().kill();
      scene.world().daemon().start();
      scene.awaitSynced("web", first);
      scene.put("web", "config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      String table =
          scene
              .world()
              .daemon()
              .run(
                  0,
                  "sync",
                  "--wait",
                  "--revision",
                  second,
                  "--kubeconfig",
                  scene.world().plane().kubeconfig().toString(),
                  "-e",
                  scene.name());
      assertThat(table).contains("Synced");
      assertThat(scene.value("web", "settings")).isEqualTo("two");
    }
  }

  @Test
  void aSidecarAddedByHandIsReportedAndStays() throws Exception {
    try (Scene scene = Scene.open("sidecar")) {
      scene.put("web", "deployment.yaml", Manifests.deployment("web", IMAGE));
      scene.awaitSynced("web", scene.commit());
      strategicPatch(
          scene,
          """
          {"spec":{"template":{"spec":{"containers":[{"name":"sidecar","image":"example.com/sidecar:1"}]}}}}
          """);
      var told =
          scene.await(
              "web",
              "the sidecar is noted",
              status -> status.notes().stream().anyMatch(note -> note.contains("sidecar")));
      assertThat(told.sync()).isEqualTo("Synced");
      assertThat(told.notes()).anySatisfy(note -> assertThat(note).contains("by-hand"));

      scene.put("web", "deployment.yaml", Manifests.deployment("web", "example.com/web:2"));
      scene.awaitSynced("web", scene.commit());
      assertThat(
              scene
                  .deployment("web", "web")
                  .get()
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers())
          .extracting(container -> container.getImage())
          .containsExactlyInAnyOrder("example.com/web:2", "example.com/sidecar:1");
    }
  }

  private static boolean asInGit(Scene scene) {
    Deployment live = scene.deployment("web", "web").get();
    return live != null
        && live.getMetadata().getDeletionTimestamp() == null
        && live.getSpec().getReplicas() == 1
        && live.getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getImage()
            .equals(IMAGE);
  }

  private static void applyOtherImage(Scene scene) {
    PatchContext apply =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("kubectl")
            .withForce(true)
            .build();
    scene
        .deployment("web", "web")
        .patch(
            apply,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: main
                      image: example.com/web:by-hand
            """);
  }

  private static void scale(Scene scene) {
    scene.deployment("web", "web").scale(3);
  }

  private static void patchImage(Scene scene) {
    strategicPatch(
        scene,
        """
        {"spec":{"template":{"spec":{"containers":[{"name":"main","image":"example.com/web:edited"}]}}}}
        """);
  }

  private static void delete(Scene scene) {
    scene.deployment("web", "web").delete();
  }

  private static void strategicPatch(Scene scene, String patch) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.STRATEGIC_MERGE)
            .withFieldManager("by-hand")
            .build();
    scene.deployment("web", "web").patch(context, patch);
  }
}
