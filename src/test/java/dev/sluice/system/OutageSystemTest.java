package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.testing.GitFault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the Git host away a release is taken back all the same, and Git learns of it later. */
class OutageSystemTest {

  @TempDir Path folder;

  @Test
  void aReleaseIsTakenBackWithoutTheGitHostWhichLearnsOfItLater() throws Exception {
    try (PipelineScene scene = PipelineScene.open("outage")) {
      String first = twoReleases(scene).getFirst();
      int written = scene.ledger("prod").size();

      int offset = scene.world().daemon().log().length();
      scene.world().gitFaults().turnOn(new GitFault.Status(500));
      try {
        scene.world().daemon().awaitLine(offset, "config", "RepositoryUnreachable");
        assertThat(takeBack(scene)).contains("Done");
        assertThat(freeze(scene)).contains("Done");
        scene.await("prod runs what it ran", () -> scene.value("prod").equals("one"));
        scene.await(
            "its status says where that is written",
            () -> scene.status("prod").contains("PendingPush"));
        assertThat(scene.sluice("history", scene.environment("prod"), "--waiting"))
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
      assertThat(scene.ledger("prod", "_environment"))
          .hasSize(1)
          .allMatch(line -> line.contains("\"Freeze\"") && line.contains("until we know"));
      scene.await("nothing waits any more", () -> !scene.status("prod").contains("PendingPush"));
      assertThat(scene.value("prod")).isEqualTo("one");
    }
  }

  @Test
  void whatContradictsWhatSomebodyElseWroteIsHeldUntilAPersonSaysWhatCounts() throws Exception {
    try (PipelineScene scene = PipelineScene.open("held")) {
      twoReleases(scene);
      String prod = scene.environment("prod");

      int offset = scene.world().daemon().log().length();
      scene.world().gitFaults().turnOn(new GitFault.Cut());
      try {
        scene.world().daemon().awaitLine(offset, "config", "RepositoryUnreachable");
        assertThat(takeBack(scene)).contains("Done");
        assertThat(freeze(scene)).contains("Done");
        scene.await("prod runs what it ran", () -> scene.value("prod").equals("one"));
        scene.await(
            "both wait",
            () ->
                Stream.of("PendingPush", "Rollback web", "Freeze by admin")
                    .allMatch(scene.status("prod")::contains));

        try (OtherDaemon other = OtherDaemon.of(scene.world(), folder)) {
          other.pin(prod, PipelineScene.APPLICATION, "eva looks at it");
        }
      } finally {
        scene.world().gitFaults().turnOff();
      }

      scene.await("prod says so", () -> scene.status("prod").contains("LedgerHeld"));
      assertThat(scene.status("prod")).contains("eva looks at it", "sluice acknowledge");
      assertThat(scene.sluice("history", prod, "--waiting"))
          .contains("held", "Rollback", "Freeze", "until we know");
      scene.world().admin().resource(scene.map("prod")).delete();
      scene.await("what runs is healed", () -> scene.value("prod").equals("one"));
      assertThat(scene.kinds("prod", "web")).as("the host's").startsWith("Pin", "Verified");

      assertThat(scene.sluice("acknowledge", prod, "--reason", "eva is right")).contains("Done");
      scene.await("the branch counts as it stands", () -> scene.value("prod").equals("two"));
      scene.await("nothing is held", () -> !scene.status("prod").contains("LedgerHeld"));
      assertThat(scene.sluice("history", prod, "--waiting")).doesNotContain("until we know");
      assertThat(scene.kinds("prod", "web")).startsWith("Pin", "Verified", "Promote");
      assertThat(scene.ledger("prod", "_environment"))
          .hasSize(1)
          .allMatch(line -> line.contains("eva is right") && line.contains("Rollback web"));
    }
  }

  @Test
  void aTokenThatWasRevokedKeepsNobodyFromTakingBack() throws Exception {
    try (PipelineScene scene = PipelineScene.open("revoked")) {
      String first = twoReleases(scene).getFirst();

      int offset = scene.world().daemon().log().length();
      scene.world().spoilToken();
      try {
        scene.world().daemon().awaitLine(offset, "config", "GitAuthenticationFailed");
        assertThat(takeBack(scene)).contains("Done");
        scene.await("prod runs what it ran", () -> scene.value("prod").equals("one"));
        scene.await(
            "its status says what waits, and why",
            () ->
                Stream.of("PendingPush", "GitAuthenticationFailed")
                    .allMatch(scene.status("prod")::contains));
      } finally {
        scene.world().mendToken();
      }

      scene.awaitEntry("prod", Kind.ROLLBACK, first);
      scene.await("nothing waits any more", () -> !scene.status("prod").contains("PendingPush"));
      assertThat(scene.value("prod")).isEqualTo("one");
    }
  }

  private static List<String> twoReleases(PipelineScene scene) throws Exception {
    scene.put("config.yaml", Manifests.configMap("settings", "one"));
    String first = scene.commit();
    scene.first("dev");
    scene.following("prod", "dev");
    scene.awaitEntry("prod", Kind.VERIFIED, first);
    scene.put("config.yaml", Manifests.configMap("settings", "two"));
    String second = scene.commit();
    scene.awaitEntry("prod", Kind.VERIFIED, second);
    return List.of(first, second);
  }

  private static String freeze(PipelineScene scene) throws Exception {
    return scene.sluice(
        "freeze",
        "-e",
        scene.environment("prod"),
        "--level",
        "1",
        "--until",
        "1h",
        "--reason",
        "until we know");
  }

  private static String takeBack(PipelineScene scene) throws Exception {
    return scene.sluice(
        "rollback",
        PipelineScene.APPLICATION,
        scene.environment("prod"),
        "--reason",
        "customers complain");
  }
}
