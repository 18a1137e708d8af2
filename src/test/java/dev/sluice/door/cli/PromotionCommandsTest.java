package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Health;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionCommandsTest {

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
      desk.promotions.add(approved(candidate("p1", Examples.COMMIT, State.GATING)));
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

  @ParameterizedTest
  @CsvSource({
    "promote shop prod 0123456, PROMOTE",
    "hotfix shop prod 0123456 --reason crash, HOTFIX",
    "rollback shop prod, ROLLBACK",
    "pin shop prod, PIN",
    "unpin shop prod, UNPIN",
    "abort shop prod, ABORT",
    "resume shop prod, RESUME",
    "fail shop prod, FAIL",
    "retry shop prod, RETRY",
    "revoke shop prod, REVOKE"
  })
  void everyActionIsAskedForAndItsAnswerPrinted(String line, Action action) {
    console.afterPause(() -> desk.answer(Result.DONE, "as you like"));

    assertThat(console.run(line.split(" "))).isZero();

    assertThat(desk.request().scope()).isEqualTo(new Scope("config", "prod", "shop"));
    Request request = desk.request().request();
    assertThat(request.action()).isEqualTo(action);
    assertThat(request.by()).isEqualTo("jane");
    assertThat(request.commit()).isEqualTo(line.contains("0123456") ? Examples.COMMIT : "");
    assertThat(console.out()).contains("Done", "as you like");
  }

  @Test
  void aRefusalHasItsExitCodeAndStandsInTheJsonToo() {
    console.afterPause(() -> desk.answer(Result.REFUSED, "release 3 was not verified here"));

    assertThat(console.run("rollback", "shop", "prod", "3", "-o", "json")).isEqualTo(1);

    assertThat(desk.request().request().release()).hasValue(3);
    assertThat(console.out()).contains("\"result\" : \"Refused\"");
    assertThat(console.err()).startsWith("RequestRefused: release 3 was not verified here");
  }

  @Test
  void aFreezeCoversWhatIsNamedAndEndsByItself() {
    assertThat(
            console.run(
                "freeze",
                "-e",
                "prod",
                "--level",
                "1",
                "--reason",
                "holiday",
                "--until",
                "8h",
                "--no-wait"))
        .isZero();

    assertThat(desk.request().scope()).isEqualTo(new Scope("", "prod", ""));
    assertThat(desk.request().request().level()).isEqualTo(1);
    assertThat(desk.request().request().until()).contains(TEN.plusSeconds(8 * 3600));
    assertThat(console.out()).contains("prod", "all", "freeze", "Open");
  }

  @Test
  void aFreezeThatWouldOnlyLookLikeOneIsNotAskedFor() {
    assertThat(freeze("-e", "prd", "--until", "8h")).isEqualTo(2);
    assertThat(console.err()).contains("there is no target for every application in prd");
    assertThat(freeze("-e", "prod")).isEqualTo(2);
    assertThat(console.err()).contains("sluice freeze needs --until");
    assertThat(freeze("--until", "2026-02-01T00:00:00Z")).isEqualTo(2);
    assertThat(console.err()).contains("2026-02-01T00:00:00Z is past");
    assertThat(freeze("--until", "soon")).isEqualTo(2);
    assertThat(console.err()).contains("--until soon is no time");
    assertThat(console.run("freeze", "--level", "1", "--until", "1d")).isEqualTo(2);
    assertThat(console.err()).contains("sluice freeze needs --reason");
    assertThat(console.run("freeze", "--level", "3", "--until", "1d")).isEqualTo(2);
    assertThat(console.err()).contains("there is no level 3");
    assertThat(desk.requests).isEmpty();
  }

  private int freeze(String... more) {
    String[] line = {"freeze", "--level", "2", "--reason", "holiday"};
    return console.run(
        java.util.stream.Stream.of(line, more)
            .flatMap(java.util.stream.Stream::of)
            .toArray(String[]::new));
  }

  @Test
  void aLedgerIsAcknowledgedForAnEnvironmentWithAReason() {
    assertThat(console.run("acknowledge", "prod")).isEqualTo(2);
    assertThat(console.run("acknowledge", "prod", "--reason", "restored", "--no-wait")).isZero();
    assertThat(desk.request().scope()).isEqualTo(new Scope("", "prod", ""));
  }

  @Test
  void aRevisionOrPlaceThatIsNotKnownIsNotAskedFor() {
    assertThat(console.run("promote", "shop", "prod", "main")).isEqualTo(2);
    assertThat(console.err()).contains("\"main\" is no commit that runs somewhere");
    assertThat(console.run("promote", "shop", "test", NEXT)).isEqualTo(2);
    assertThat(console.err())
        .contains(
            "there is no application shop in an environment test. There are these: shop in dev,");
    assertThat(console.run("promote", "shop", "prod", NEXT, "--no-wait")).isZero();
    assertThat(desk.request().request().commit()).isEqualTo(NEXT);
  }

  @Test
  void promotionsAreShownWithTheLastThatEnded() {
    desk.promotions.add(candidate("p1", Examples.COMMIT, State.SUCCEEDED));
    desk.promotions.add(later(candidate("p2", NEXT, State.REJECTED)));
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
    return promotion(id, commit, state, TEN, "waits for two people", List.of());
  }

  private static Promotion later(Promotion one) {
    return promotion(
        one.id(), one.commit(), one.state(), TEN.plusSeconds(5), one.message(), List.of());
  }

  private static Promotion approved(Promotion one) {
    return promotion(
        one.id(),
        one.commit(),
        one.state(),
        one.since(),
        "waits for one more",
        List.of(
            new ApprovalRecord(
                "jane", "kubernetes", TEN.plusSeconds(1), Decision.APPROVE, one.digest(), "")));
  }

  private static Promotion promotion(
      String id,
      String commit,
      State state,
      Instant since,
      String message,
      List<ApprovalRecord> approvals) {
    return new Promotion(
        id,
        new TargetId("config", "shop", "prod"),
        Entry.Kind.PROMOTE,
        commit,
        "sha256:aa",
        "",
        7,
        OptionalLong.empty(),
        "",
        Entry.DAEMON,
        "",
        1,
        TEN,
        state,
        since,
        message,
        List.of(
            new GateResult("images", "images", Gate.Phase.PRE, Verdict.PASS, "", "", TEN, ""),
            new GateResult(
                "four-eyes", "approval", Gate.Phase.PRE, Verdict.PENDING, "0 of 2", "", TEN, "")),
        approvals,
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
