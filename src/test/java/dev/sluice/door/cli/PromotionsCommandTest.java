package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Health;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import dev.sluice.testing.PromotionExample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionsCommandTest {

  private static final String NEXT = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private final Console console =
      Console.pipe()
          .target(
              Examples.target("shop", "dev"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10")
          .target(
              Examples.target("shop", "prod"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10");

  private final MemoryDesk desk = console.desk();

  @Test
  void promotionsAreShownWithTheLastThatEnded() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.SUCCEEDED));
    desk.promotions.add(
        example("p2", NEXT).state(State.REJECTED).since(TEN.plusSeconds(5)).promotion());
    desk.promotions.add(candidate("p3", NEXT, State.GATING));

    assertThat(console.run("promotions", "-e", "prod")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  REVISION      KIND     STATE     SINCE                 MESSAGE
            prod         shop         4b825dc642cb  Promote  Rejected  2026-03-01T10:00:05Z  waits for two people
            prod         shop         4b825dc642cb  Promote  Gating    2026-03-01T10:00:00Z  waits for two people
            """);
    assertThat(console.run("promotions", "--all", "-o", "yaml")).isZero();
    assertThat(console.out()).contains("- id: p1", "reason: 0 of 2");
  }

  @Test
  void nothingOnItsWayIsSaid() {
    assertThat(console.run("promotions")).isZero();
    assertThat(console.out()).contains("Nothing is on its way.");
  }

  private static Promotion candidate(String id, String commit, State state) {
    return example(id, commit).state(state).promotion();
  }

  private static PromotionExample example(String id, String commit) {
    return PromotionExample.gating(id, new TargetId("config", "shop", "prod"), commit)
        .message("waits for two people")
        .gates(
            List.of(
                gate("images", "images", Verdict.PASS, ""),
                gate("four-eyes", "approval", Verdict.PENDING, "0 of 2")));
  }

  private static GateResult gate(String name, String kind, Verdict verdict, String reason) {
    return new GateResult(name, kind, Gate.Phase.PRE, verdict, reason, "", TEN, "");
  }
}
