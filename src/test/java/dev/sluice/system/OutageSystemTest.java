package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.User;
import dev.sluice.kube.resource.TargetResource;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.testing.GitFault;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With the Git host away a release is taken back all the same, and Git learns of it later. */
class OutageSystemTest {

  @Test
  void aReleaseIsTakenBackWithoutTheGitHostWhichLearnsOfItLater() throws Exception {
    try (PipelineScene scene = PipelineScene.open("outage")) {
      scene.put("config.yaml", Manifests.configMap("settings", "one"));
      String first = scene.commit();
      scene.first("dev");
      scene.following("prod", "dev");
      scene.awaitEntry("prod", Kind.VERIFIED, first);
      scene.put("config.yaml", Manifests.configMap("settings", "two"));
      String second = scene.commit();
      scene.awaitEntry("prod", Kind.VERIFIED, second);
      int written = scene.ledger("prod").size();

      int offset = scene.world().daemon().log().length();
      scene.world().gitFaults().turnOn(new GitFault.Status(500));
      try {
        scene.world().daemon().awaitLine(offset, "config", "RepositoryUnreachable");
        assertThat(takeBack(scene)).contains("Done");
        scene.await("prod runs what it ran", () -> scene.value("prod").equals("one"));
        scene.await(
            "its status says where that is written", () -> notes(scene).contains("PendingPush"));
        assertThat(run(scene, "history", scene.environment("prod"), "--waiting"))
            .contains("Rollback", "customers complain", "when the Git host is back");
        assertThat(scene.ledger("prod")).as("the host knows nothing").hasSize(written);

        scene.world().daemon().kill();
        scene.world().daemon().start();
        scene.world().admin().resource(scene.map("prod")).delete();
        scene.await("what was taken back is healed", () -> scene.value("prod").equals("one"));
      } finally {
        scene.world().gitFaults().turnOff();
      }

      scene.awaitEntry("prod", Kind.ROLLBACK, first);
      scene.awaitEntry("prod", Kind.VERIFIED, first);
      assertThat(scene.ledger("prod").stream().filter(line -> line.contains("\"Rollback\"")))
          .as("once")
          .hasSize(1);
      scene.await("nothing waits any more", () -> !notes(scene).contains("PendingPush"));
      assertThat(scene.value("prod")).isEqualTo("one");
    }
  }

  private static String takeBack(PipelineScene scene) throws Exception {
    return run(
        scene,
        "rollback",
        PipelineScene.APPLICATION,
        scene.environment("prod"),
        "--reason",
        "customers complain");
  }

  private static String run(PipelineScene scene, String... line) throws Exception {
    String kubeconfig = scene.world().plane().kubeconfig(User.ADMIN.name()).toString();
    return scene
        .world()
        .daemon()
        .run(
            0,
            Stream.concat(Stream.of(line), Stream.of("--kubeconfig", kubeconfig))
                .toArray(String[]::new));
  }

  /** All that the status of the target in prod says. */
  private static String notes(PipelineScene scene) {
    return scene
        .world()
        .admin()
        .resources(TargetResource.class)
        .inNamespace("sluice")
        .list()
        .getItems()
        .stream()
        .filter(one -> one.getSpec().environment().equals(scene.environment("prod")))
        .map(one -> String.valueOf(one.getStatus()))
        .reduce("", String::concat);
  }
}
