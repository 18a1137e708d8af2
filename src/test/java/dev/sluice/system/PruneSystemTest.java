package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.resource.TargetStatusBody.FailureBody;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

/** What leaves Git goes, and nothing goes by accident. */
class PruneSystemTest {

  @Test
  void whatLeavesGitIsPrunedAndNothingElse() throws Exception {
    try (Scene scene = Scene.open("prune")) {
      scene
          .put("web", "one.yaml", Manifests.configMap("one", "1"))
          .put("web", "two.yaml", Manifests.configMap("two", "2"));
      scene.awaitSynced("web", scene.commit());
      ConfigMap kept = scene.configMap("web", "one").get();
      byHand(scene, "three");

      scene.remove("web", "two.yaml");
      scene.awaitSynced("web", scene.commit());
      scene.awaitHealed("two is gone", () -> scene.configMap("web", "two").get() == null);
      assertThat(scene.configMap("web", "one").get().getMetadata().getResourceVersion())
          .isEqualTo(kept.getMetadata().getResourceVersion());
      assertThat(scene.configMap("web", "three").get()).isNotNull();
    }
  }

  @Test
  void aRenderThatFailsLosesNothingAndTheLastGoodRevisionIsHealed() throws Exception {
    try (Scene scene = twoApplications("broken")) {
      scene.put("web", "broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x\n");
      scene.commit();
      FailureBody failure =
          scene
              .await("web", "the failure is told", status -> !status.failures().isEmpty())
              .failures()
              .getFirst();
      assertThat(failure.reason()).isIn("RenderFailed", "InvalidManifest");
      assertThat(failure.file()).isEqualTo("apps/web/broken.yaml");
      assertThat(failure.line()).isPositive();
      assertThat(failure.remedy()).isNotEmpty();
      stillHealed(scene);

      scene.remove("web", "broken.yaml").put("web", "one.yaml", Manifests.configMap("one", "2"));
      scene.awaitSynced("web", scene.commit());
      assertThat(scene.value("web", "one")).isEqualTo("2");
    }
  }

  @Test
  void anEmptyRenderLosesNothing() throws Exception {
    try (Scene scene = twoApplications("empty")) {
      scene.remove("web").put("web", "kustomization.yaml", "kind: Kustomization\nresources: []\n");
      scene.commit();
      FailureBody failure =
          scene
              .await("web", "the failure is told", status -> !status.failures().isEmpty())
              .failures()
              .getFirst();
      assertThat(failure.reason()).isIn("EmptyRender", "RenderFailed");
      assertThat(failure.remedy()).isNotEmpty();
      stillHealed(scene);
    }
  }

  @Test
  void aRemovedOverlayDirectoryLosesNothing() throws Exception {
    try (Scene scene = twoApplications("removed")) {
      scene.remove("web").put("api", "one.yaml", Manifests.configMap("one", "2"));
      String commit = scene.commit();
      FailureBody failure = scene.awaitFailure("web", "PathGone");
      assertThat(failure.message() + failure.file()).contains("apps/web");
      assertThat(failure.remedy()).isNotEmpty();
      scene.awaitSynced("api", commit);
      stillHealed(scene);
    }
  }

  @Test
  void aDeletedBranchLosesNothing() throws Exception {
    try (Scene scene = twoApplications("gone")) {
      scene.git().deleteBranch(scene.name());
      FailureBody failure = scene.awaitFailure("web", "BranchGone");
      assertThat(failure.message()).contains(scene.name());
      assertThat(failure.remedy()).isNotEmpty();
      stillHealed(scene);
    }
  }

  @Test
  void moreDeletionsThanAllowedStopAndAsk() throws Exception {
    try (Scene scene = Scene.open("guard", "createNamespace: true, maxDeletions: 2")) {
      for (int i = 0; i < 4; i++) {
        scene.put("web", i + ".yaml", Manifests.configMap("map-" + i, "x"));
      }
      scene.awaitSynced("web", scene.commit());
      for (int i = 1; i < 4; i++) {
        scene.remove("web", i + ".yaml");
      }
      String commit = scene.commit();
      FailureBody failure = scene.awaitFailure("web", "PruneBlocked");
      assertThat(failure.message()).contains("3 objects", "maxDeletions: 2");
      assertThat(failure.remedy()).contains("maxDeletions");
      assertThat(scene.configMap("web", "map-1").get()).isNotNull();
      assertThat(scene.configMap("web", "map-3").get()).isNotNull();

      scene.declare(scene.environment().replace("maxDeletions: 2", "maxDeletions: 3"));
      scene.awaitSynced("web", commit);
      scene.awaitHealed(
          "three are pruned",
          () ->
              scene
                  .admin()
                  .configMaps()
                  .inNamespace(scene.namespace("web"))
                  .list()
                  .getItems()
                  .stream()
                  .noneMatch(map -> map.getMetadata().getName().matches("map-[123]")));
      assertThat(scene.configMap("web", "map-0").get()).isNotNull();
    }
  }

  @Test
  void anObjectThatMovesBetweenTargetsIsHandedOver() throws Exception {
    try (Scene scene = Scene.open("move")) {
      String moving =
          Manifests.configMap("moving", "x")
              .replace("name: moving", "name: moving\n  namespace: " + scene.namespace("aaa"));
      scene
          .put("aaa", "stays.yaml", Manifests.configMap("stays", "x"))
          .put("aaa", "moving.yaml", moving)
          .put("zzz", "stays.yaml", Manifests.configMap("stays", "x"));
      String before = scene.commit();
      scene.awaitSynced("aaa", before);
      scene.awaitSynced("zzz", before);
      String uid = scene.configMap("aaa", "moving").get().getMetadata().getUid();

      scene.remove("aaa", "moving.yaml").put("zzz", "moving.yaml", moving);
      String there = scene.commit();
      scene.awaitSynced("aaa", there);
      scene.awaitSynced("zzz", there);
      assertThat(scene.configMap("aaa", "moving").get().getMetadata().getUid()).isEqualTo(uid);

      scene.remove("zzz", "moving.yaml").put("aaa", "moving.yaml", moving);
      String back = scene.commit();
      scene.awaitSynced("zzz", back);
      scene.awaitSynced("aaa", back);
      assertThat(scene.configMap("aaa", "moving").get().getMetadata().getUid()).isEqualTo(uid);
    }
  }

  private static Scene twoApplications(String readable) throws Exception {
    Scene scene = Scene.open(readable);
    scene
        .put("web", "one.yaml", Manifests.configMap("one", "1"))
        .put("web", "two.yaml", Manifests.configMap("two", "1"))
        .put("api", "one.yaml", Manifests.configMap("one", "1"));
    String commit = scene.commit();
    scene.awaitSynced("web", commit);
    scene.awaitSynced("api", commit);
    return scene;
  }

  /** Nothing was lost, and a hand edit and a deletion are still taken back. */
  private static void stillHealed(Scene scene) {
    assertThat(scene.value("web", "one")).isEqualTo("1");
    assertThat(scene.value("web", "two")).isEqualTo("1");
    Edits.setValue(scene.configMap("web", "one"), "by hand");
    scene.configMap("web", "two").delete();
    scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals("1"));
    scene.awaitHealed("two is back", () -> scene.value("web", "two").equals("1"));
  }

  private static void byHand(Scene scene, String name) {
    scene
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(scene.namespace("web"))
                .endMetadata()
                .build())
        .create();
  }
}
