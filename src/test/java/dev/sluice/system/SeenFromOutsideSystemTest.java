package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Eventually;
import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs see of a running daemon, and of a commit before it is pushed. */
class SeenFromOutsideSystemTest {

  @TempDir Path clone;

  @Test
  void aHealIsCountedAndTold() throws Exception {
    try (Scene scene = Scene.open("seen")) {
      scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
      scene.awaitSynced("web", scene.commit());
      Edits.setValue(scene.configMap("web", "one"), "by hand");
      scene.awaitHealed("one is healed", () -> scene.value("web", "one").equals("1"));

      Eventually.holds("an event tells of the heal", () -> told(scene, "Healed"));
      String metrics = get(scene, "/q/metrics");
      assertThat(metrics)
          .contains(
              "sluice_healed_total{environment=\"" + scene.name() + "\",verdict=\"Drifted\"} 1.0")
          .containsPattern(
              "sluice_target_sync\\{application=\"web\",environment=\"%s\",[^}]*state=\"Synced\"} 1"
                  .formatted(scene.name()))
          .contains("sluice_api_request_seconds_count{", "sluice_git_poll_seconds_count{")
          .contains("sluice_stage_seconds_sum{stage=\"apply\"}", "sluice_renders_total{")
          .contains("sluice_queue_depth");
      assertThat(get(scene, "/q/health/live")).contains("\"UP\"");
      assertThat(get(scene, "/q/health/ready")).contains("\"UP\"");
    }
  }

  @Test
  void aCommitIsPlannedBeforeItIsPushedWithItsAuthor() throws Exception {
    try (Scene scene = Scene.open("planned")) {
      scene.put("web", "one.yaml", Manifests.configMap("one", "1"));
      scene.awaitSynced("web", scene.commit());
      Files.createDirectories(clone.resolve("environments"));
      Files.writeString(clone.resolve("environments/one.yaml"), scene.environment());
      Path application = Files.createDirectories(clone.resolve("apps/web"));
      Files.writeString(application.resolve("kustomization.yaml"), "resources: [one.yaml]\n");
      Files.writeString(application.resolve("one.yaml"), Manifests.configMap("one", "2"));
      try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
        git.add().addFilepattern(".").call();
        git.commit()
            .setSign(false)
            .setAuthor("Ada Lovelace", "ada@example.com")
            .setCommitter("Ada Lovelace", "ada@example.com")
            .setMessage("Count to two")
            .call();
      }

      String table = plan(scene, 10, "--exit-code");

      assertThat(table)
          .contains("Update", "data.value: \"1\" → \"2\"")
          .contains("by Ada Lovelace: Count to two");
      assertThat(plan(scene, 0, "-o", "diff"))
          .contains("-  value: '1'", "+  value: '2'", "# commit ");
      assertThat(scene.value("web", "one")).isEqualTo("1");
    }
  }

  private String plan(Scene scene, int exit, String... more) throws Exception {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "plan",
                "--repository-root",
                clone.toString(),
                "-e",
                scene.name(),
                "--kubeconfig",
                scene.world().plane().kubeconfig().toString()));
    arguments.addAll(List.of(more));
    return scene.world().daemon().run(exit, arguments.toArray(String[]::new));
  }

  private static boolean told(Scene scene, String reason) {
    List<Event> events = scene.admin().v1().events().inNamespace("sluice").list().getItems();
    return events.stream()
        .filter(event -> event.getReason().equals(reason))
        .anyMatch(event -> event.getMessage().contains(scene.namespace("web") + "/one"));
  }

  private static String get(Scene scene, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(scene.world().daemon().management() + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
