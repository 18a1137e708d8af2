package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.User;
import dev.sluice.model.promotion.Entry.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody edits a ledger by hand; nothing comes in on the strength of it until a person says so.
 */
class LedgerSystemTest {

  @Test
  void anEditedLedgerStopsItsEnvironmentUntilAPersonVouchesForIt(@TempDir Path clone)
      throws Exception {
    try (PipelineScene scene = PipelineScene.open("edited")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);

      String branch = "sluice/env/" + scene.environment("prod");
      String text = scene.git().read(branch, "web.jsonl");
      scene
          .git()
          .commit(
              branch,
              Map.of(
                  "web.jsonl",
                  text.replace("\"by\":\"sluice\"", "\"by\":\"nobody\""),
                  "_seal.json",
                  scene.git().read(branch, "_seal.json")));
      scene.await(
          "the daemon noticed",
          () -> scene.world().daemon().log().contains("web.jsonl:2: the ledger of"));
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.awaitEntry("dev", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).as("it runs what it ran").isEqualTo("one");
      Edits.setValue(
          scene
              .world()
              .admin()
              .configMaps()
              .inNamespace(scene.namespace("prod"))
              .withName("settings"),
          "by hand");
      scene.await("and is healed", () -> scene.value("prod").equals("one"));

      assertThat(
              scene
                  .world()
                  .daemon()
                  .run(
                      0,
                      "acknowledge",
                      scene.environment("prod"),
                      "--reason",
                      "a slip of mine",
                      "--kubeconfig",
                      scene.world().plane().kubeconfig(User.ADMIN.name()).toString()))
          .contains("Done");
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(scene.value("prod")).isEqualTo("two");

      Git.cloneRepository()
          .setURI(scene.git().directory().toUri().toString())
          .setDirectory(clone.toFile())
          .setBranch("refs/heads/" + branch)
          .setNoCheckout(true)
          .call()
          .close();
      assertThat(
              scene
                  .world()
                  .daemon()
                  .run(
                      0,
                      "history",
                      scene.environment("prod"),
                      "--repository-root",
                      clone.toString()))
          .contains("Acknowledge", "admin", "a slip of mine", "nobody", second.substring(0, 12));
    }
  }
}
