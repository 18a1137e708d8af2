package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Health;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import dev.sluice.testing.PromotionExample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteCommandsTest {

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
  void anApprovalIsOfWhatWasShown() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.GATING));
    console.afterPause(() -> {
      desk.promotions.clear();
      desk.promotions.add(approved());
    });

    assertThat(console.run("approve", "shop", "prod", "--comment", "looks good")).isZero();

    assertThat(desk.approvals)
        .singleElement()
        .satisfies(said -> {
          assertThat(said.scope()).isEqualTo(new Scope("config", "prod", "shop"));
          assertThat(said.commit()).isEqualTo(Examples.COMMIT);
          assertThat(said.record())
              .isEqualTo(
                  new ApprovalRecord("jane", "", TEN, Decision.APPROVE, "sha256:aa", "looks good"));
        });
    assertThat(console.out())
        .isEqualTo(
            """
            Promote of shop in prod
              commit    0123456789abcdef0123456789abcdef01234567
              author    Jane Doe
              subject   raise the limit
              digest    sha256:aa
              follows   release 7
              state     Gating: waits for two people
              gate      images Pass
              gate      four-eyes Pending: 0 of 2

            approved as jane
              state     Gating: waits for one more
              gate      images Pass
              gate      four-eyes Pending: 0 of 2
            """);
  }

  @Test
  void whatDoesNotWaitIsNotApproved() {
    desk.promotions.add(candidate("p1", NEXT, State.GATING));

    assertThat(console.run("approve", "shop", "prod", "0123456")).isEqualTo(1);

    assertThat(desk.approvals).isEmpty();
    assertThat(console.err())
        .startsWith(
            "NoSuchCandidate: 0123456 is not what waits for shop in prod. What waits is"
                + " 4b825dc642cb (Gating: waits for two people)");
  }

  @Test
  void whatIsUnderWayIsNotApprovedAnyMore() {
    desk.promotions.add(candidate("p1", NEXT, State.APPLYING));

    assertThat(console.run("approve", "shop", "prod")).isEqualTo(1);
    assertThat(console.err())
        .startsWith(
            "NoSuchCandidate: nothing of shop waits for prod. The last one was 4b825dc642cb");
    assertThat(desk.approvals).isEmpty();
  }

  @Test
  void ofTwoThatWaitTheOneBeforeItsGatesIsMeant() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.GATING));
    desk.promotions.add(candidate("p2", NEXT, State.PENDING));

    assertThat(console.run("reject", "shop", "prod", "--no-wait")).isZero();
    assertThat(console.run("approve", "shop", "prod", "4b825", "--no-wait")).isZero();

    assertThat(desk.approvals)
        .extracting(one -> one.commit())
        .containsExactly(Examples.COMMIT, NEXT);
    assertThat(desk.approvals)
        .extracting(one -> one.record().decision())
        .containsExactly(Decision.REJECT, Decision.APPROVE);
  }

  @Test
  void whatWaitsForItsTurnIsApprovedWithoutWaiting() {
    desk.promotions.add(candidate("p2", NEXT, State.PENDING));

    assertThat(console.run("approve", "shop", "prod")).isZero();

    assertThat(console.out()).endsWith("\napproved as jane; it is looked at in its turn\n");
    assertThat(desk.approvals).hasSize(1);
  }

  @Test
  void aDryRunOnlyShows() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.GATING));

    assertThat(console.run("approve", "shop", "prod", "--dry-run", "-o", "json")).isZero();
    assertThat(console.out()).contains("\"digest\" : \"sha256:aa\"", "\"verdict\" : \"Pending\"");
    assertThat(desk.approvals).isEmpty();
  }

  @Test
  void whoeverMayNotIsToldAndLeavesNothing() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.GATING));
    desk.refuseAll();

    assertThat(console.run("approve", "shop", "prod")).isEqualTo(4);
    assertThat(console.run("rollback", "shop", "prod")).isEqualTo(4);
    assertThat(console.err()).contains("Forbidden: jane may not. Ask for the right");
  }

  @Test
  void anApprovalThatNobodyTakesUpStands() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.GATING));

    assertThat(console.run("approve", "shop", "prod", "--timeout", "3")).isEqualTo(3);
    assertThat(console.err())
        .startsWith(
            "NotSettled: the daemon has not taken it up within 3 s. What you said stands as");
    assertThat(desk.approvals).hasSize(1);
  }

  private static Promotion approved() {
    return example("p1", Examples.COMMIT)
        .message("waits for one more")
        .approvals(
            List.of(
                new ApprovalRecord(
                    "jane", "kubernetes", TEN.plusSeconds(1), Decision.APPROVE, "sha256:aa", "")))
        .promotion();
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
