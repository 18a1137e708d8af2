package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import org.junit.jupiter.api.Test;

class SyncCommandTest {

  private static final TargetStatus SYNCED = Examples.status(Sync.SYNCED, Health.HEALTHY);
  private static final TargetStatus BUSY = Examples.status(Sync.PROGRESSING, Health.HEALTHY);

  private final Console console =
      Console.pipe()
          .target(Examples.target("shop", "dev"), SYNCED, "10:00:00")
          .target(Examples.target("shop", "prod"), SYNCED, "10:00:00");

  @Test
  void asksForThoseThatMatch() {
    assertThat(console.run("sync", "-e", "dev")).isZero();
    assertThat(console.requested()).containsExactly(new TargetId("config", "shop", "dev"));
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  ASKED
            dev          shop         poll and reconcile now
            """);
  }

  @Test
  void waitsUntilAChangedTargetIsAtRest() {
    int[] looks = {0};
    console.afterPause(() ->
        console.target(
            Examples.target("shop", "dev"), looks[0]++ == 0 ? BUSY : SYNCED, "10:00:0" + looks[0]));
    assertThat(console.run("sync", "-e", "dev", "--wait")).isZero();
    assertThat(looks[0]).isEqualTo(2);
    assertThat(console.out()).contains("Synced");
  }

  @Test
  void aTargetWithoutWorkIsNotWaitedForLong() {
    int[] looks = {0};
    console.afterPause(() -> looks[0]++);
    assertThat(console.run("sync", "--wait")).isZero();
    assertThat(looks[0]).isEqualTo(10);
  }

  @Test
  void aFailureEndsTheWaitWithItsExitCode() {
    Failure denied = Failure.of(Reason.FORBIDDEN, "not allowed", "Grant it");
    console.afterPause(() ->
        console.target(
            Examples.target("shop", "dev"),
            Examples.status(Sync.FAILED, Health.HEALTHY, denied),
            "10:00:09"));
    assertThat(console.run("sync", "-e", "dev", "--wait")).isEqualTo(4);
    assertThat(console.err()).startsWith("Forbidden: not allowed. Grant it");
  }

  @Test
  void theTimeoutSaysWhatHasNotSettled() {
    console.target(Examples.target("shop", "dev"), BUSY, "10:00:00");
    assertThat(console.run("sync", "--wait", "--timeout", "30")).isEqualTo(3);
    assertThat(console.err())
        .startsWith("NotSettled: not settled after 30 s: shop in dev (Progressing, Healthy).");
  }

  @Test
  void aRevisionIsWaitedFor() {
    int[] looks = {0};
    console.afterPause(() -> looks[0]++);
    assertThat(console.run("sync", "--wait", "--revision", "fff", "--timeout", "20")).isEqualTo(3);
    assertThat(console.run("sync", "--wait", "--revision", "0123")).isZero();
  }
}
