package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.controlplane.AuditLog;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** A commit becomes running objects, and nothing is written that need not be. */
class CommitSystemTest {

  @Test
  void aCommitBecomesObjectsAndTheNextOneWritesOnlyWhatItChanges() throws Exception {
    try (Scene scene = Scene.open("commit")) {
      scene
          .put("web", "config.yaml", Manifests.configMap("settings", "one"))
          .put("web", "service.yaml", Manifests.service("web"))
          .put("web", "deployment.yaml", Manifests.deployment("web", "example.com/web:1"))
          .put("api", "config.yaml", Manifests.configMap("settings", "same"));
      String first = scene.commit();
      scene.awaitSynced("web", first);
      scene.awaitSynced("api", first);
      assertThat(scene.value("web", "settings")).isEqualTo("one");
      assertThat(scene.deployment("web", "web").get().getSpec().getReplicas()).isEqualTo(1);
      assertThat(scene.admin().services().inNamespace(scene.namespace("web")).withName("web").get())
          .isNotNull();

      int mark = scene.world().requests().size();
      scene.put("web", "config.yaml", Manifests.configMap("settings", "two"));
      scene.awaitSynced("web", scene.commit());
      // A target runs once at a time: this commit comes after the run for the one above.
      scene.put("api", "config.yaml", Manifests.configMap("settings", "other"));
      scene.awaitSynced("api", scene.commit());

      assertThat(scene.value("web", "settings")).isEqualTo("two");
      assertThat(scene.writes("web", mark))
          .extracting(AuditLog.Request::verb, request -> request.uri().replaceAll("\\?.*", ""))
          .containsExactly(settingsPatched(scene, "web"));
      assertThat(scene.writes("api", mark))
          .extracting(AuditLog.Request::verb, request -> request.uri().replaceAll("\\?.*", ""))
          .containsExactly(settingsPatched(scene, "api"));
    }
  }

  private static Tuple settingsPatched(Scene scene, String application) {
    String namespace = scene.namespace(application);
    return tuple("patch", "/api/v1/namespaces/" + namespace + "/configmaps/settings");
  }

  @Test
  void aDefinitionAndItsResourceArriveInOneCommit() throws Exception {
    try (Scene scene = Scene.open("custom")) {
      scene.put("web", "a-widget.yaml", WIDGET).put("web", "b-definition.yaml", DEFINITION);
      String commit = scene.commit();
      scene.awaitSynced("web", commit);
      var widgets =
          scene
              .admin()
              .genericKubernetesResources("system.example.com/v1", "Widget")
              .inNamespace(scene.namespace("web"))
              .list()
              .getItems();
      assertThat(widgets)
          .extracting(widget -> widget.<Object>get("spec", "size"))
          .isEqualTo(List.of(3));
    }
  }

  @Test
  void aLargeConfigMapIsAppliedAsAnyOther() throws Exception {
    try (Scene scene = Scene.open("large")) {
      String large = "0123456789abcdef".repeat(300 * 1024 / 16);
      scene.put("web", "large.yaml", Manifests.configMap("large", large));
      scene.awaitSynced("web", scene.commit());
      assertThat(scene.value("web", "large")).isEqualTo(large);
    }
  }

  @Test
  void anUnchangedTargetIsReconciledWithoutAnyRequest() throws Exception {
    try (Scene scene = Scene.open("quiet")) {
      scene
          .put("web", "config.yaml", Manifests.configMap("settings", "one"))
          .put("web", "service.yaml", Manifests.service("web"))
          .put("web", "deployment.yaml", Manifests.deployment("web", "example.com/web:1"));
      scene.awaitSynced("web", scene.commit());
      // The controllers write the Deployment's status once more or twice; the daemon hears of it.
      sync(scene);
      int mark = scene.world().requests().size();
      sync(scene);
      // A target runs once at a time: the start of this run is the end of the one above.
      sync(scene);
      assertThat(scene.world().requests().stream().skip(mark))
          // No node runs the Deployment's Pod: while a workload is on its way, its Pods are
          // watched.
          .filteredOn(request -> !request.uri().contains("/pods?"))
          .isEmpty();
    }
  }

  /** As a person does it; returns when the run that was asked for has begun. */
  private static void sync(Scene scene) throws Exception {
    int offset = scene.world().daemon().log().length();
    scene
        .world()
        .daemon()
        .run(
            0,
            "sync",
            "--kubeconfig",
            scene.world().plane().kubeconfig().toString(),
            "-e",
            scene.name(),
            "-a",
            "web");
    scene
        .world()
        .daemon()
        .awaitLine(offset, scene.target("web").toString(), "run because", "SYNC_REQUESTED");
  }

  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: widgets.system.example.com
      spec:
        group: system.example.com
        scope: Namespaced
        names: { kind: Widget, plural: widgets, singular: widget }
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size: { type: integer }
      """;

  private static final String WIDGET =
      """
      apiVersion: system.example.com/v1
      kind: Widget
      metadata:
        name: first
      spec:
        size: 3
      """;
}
