package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rows 1 to 10 and 20 of the table of states: until a release is in the ledger. */
class TransitionsBeforeCommitTest {

  private final World world =
      new World(
          Stage.first("staging"),
          Stage.after("staging", "prod", Stage.CONFIG, Stage.approval(1), Stage.SMOKE)
              .maxAge(Duration.ofDays(1)));
  private final Daemon daemon = new Daemon(world);

  @Test
  void row01WhatUpstreamHasVerifiedIsPending() {
    world.commit("a");
    daemon.settle();

    Promotion promotion = world.promotion("prod", "a");
    assertThat(promotion.reason()).isEqualTo("from staging");
    assertThat(promotion.requestedBy()).isEqualTo(Entry.DAEMON);
    daemon.round();
    assertThat(world.promotions("prod")).as("its name is the same every time").hasSize(1);
  }

  @Test
  void row01NothingComesOfWhatIsVetoed() {
    world.cluster("staging").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("good");
    daemon.settle();
    world.commit("bad");
    daemon.settle();
    int before = world.promotions("staging").size();
    world.commit("bad-again", "bad");
    daemon.settle();

    assertThat(world.promotions("staging")).hasSize(before);
    assertThat(world.standing("staging").current().orElseThrow().commit()).isEqualTo("good");
  }

  @Test
  void row02WhatRendersToTheSameMakesNoPromotionAndNoEntry() {
    world.commit("a");
    daemon.settle();
    int entries = world.logbook("staging").size();
    world.commit("b", "a");
    daemon.settle();

    assertThat(world.logbook("staging")).hasSize(entries);
    assertThat(world.promotions("staging")).hasSize(1);
  }

  @Test
  void row03OneIsAskedAboutAndOneWaits() {
    release("a");
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    approvedUpTo("b");
    assertThat(world.state("prod", "b")).isEqualTo(State.PROGRESSING);
    world.commit("c");
    daemon.settle(Duration.ofMinutes(5));

    assertThat(world.state("prod", "c")).isEqualTo(State.PENDING);
    assertThat(world.open("prod")).hasSize(2);
  }

  @Test
  void row04WhatIsPendingIsAskedAgain() {
    world.gates().set("prod", "config", Verdict.PENDING);
    world.commit("a");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.promotion("prod", "a").message()).isEqualTo("config: config says Pending");
    assertThat(world.promotion("prod", "a").gates())
        .as("people are not asked before the rest is in order")
        .extracting(GateResult::gate)
        .containsExactly("config");

    world.gates().reset();
    daemon.settle();
    assertThat(world.promotion("prod", "a").message()).isEqualTo("approval: approval says Pending");
  }

  @Test
  void row04WhatCannotBeToldNeverOpens() {
    world.approve("prod", "ada", "a");
    world.commit("a");
    for (Verdict verdict : new Verdict[] {Verdict.ERROR, Verdict.INCONCLUSIVE}) {
      world.gates().set("prod", "config", verdict);
      daemon.settle(Duration.ofMinutes(10));
      assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    }
    assertThat(world.logbook("prod")).isEmpty();
  }

  @Test
  void row05RejectedByAGateAndNotAskedAboutAgain() {
    world.gates().refuse("a");
    world.commit("a");
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.REJECTED);
    assertThat(world.promotion("prod", "a").message()).isEqualTo("config: config says Fail");
    assertThat(daemon.round()).as("nothing is left to do").isFalse();
  }

  @Test
  void row05RejectedByAPerson() {
    world.commit("a");
    daemon.settle();
    world.say("prod", "bob", ApprovalRecord.Decision.REJECT, "a");
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.REJECTED);
  }

  @Test
  void row06ANewerOneTakesItsPlace() {
    world.commit("a");
    daemon.settle();
    world.commit("b");
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.SUPERSEDED);
    assertThat(world.promotion("prod", "a").message()).contains(world.promotion("prod", "b").id());
    assertThat(world.state("prod", "b")).isEqualTo(State.GATING);
  }

  @Test
  void row06TheSameAgainKeepsItsApprovals() {
    world.commit("a");
    daemon.settle();
    world.gates().set("prod", "config", Verdict.PENDING);
    world.approve("prod", "ada", "a");
    world.commit("b", "a");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.open("prod")).hasSize(1);
    assertThat(world.open("prod").getFirst().commit()).as("the newer commit").isEqualTo("b");

    world.gates().reset();
    daemon.settle();
    assertThat(world.logbook("prod")).containsExactly("Promote b", "Verified");
  }

  @Test
  void row06AReleaseUsesUpItsApprovals() {
    release("a");
    release("b");
    world.commit("c", "a");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "c"))
        .as("the same as what was approved")
        .isEqualTo(State.GATING);

    world.approve("prod", "ada", "a");
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Promote c", "Verified");
  }

  @Test
  void row07WhatWaitsTooLongExpires() {
    world.commit("a");
    daemon.settle();
    world.pass(Duration.ofDays(1));
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.EXPIRED);
    daemon.settle();
    assertThat(world.open("prod")).isEmpty();
  }

  @Test
  void row08TheEntryHoldsWhatEveryGateSaid() {
    release("a");

    Entry release = world.standing("prod").current().orElseThrow();
    assertThat(release.gates()).extracting(GateResult::gate).containsExactly("config", "approval");
    assertThat(release.gates()).extracting(GateResult::verdict).containsOnly(Verdict.PASS);
    assertThat(release.approvals()).extracting(ApprovalRecord::by).containsExactly("ada");
    assertThat(release.policy()).isEqualTo(World.POLICY);
  }

  @Test
  void row08WhatPeopleSaidAboutSomethingElseIsNotOnRecordWithIt() {
    world.commit("other");
    daemon.settle();
    world.gates().set("prod", "config", Verdict.PENDING);
    world.approve("prod", "eve", "other");
    daemon.settle();
    world.gates().reset();
    release("a");

    assertThat(world.standing("prod").current().orElseThrow().approvals())
        .extracting(ApprovalRecord::by)
        .containsExactly("ada");
  }

  @Test
  void row08GatesAreAskedAnewWhenThePersonSaysYes() {
    world.commit("a");
    daemon.settle();
    world.gates().set("prod", "config", Verdict.PENDING);
    world.approve("prod", "ada", "a");
    daemon.settle(Duration.ofMinutes(10));

    assertThat(world.logbook("prod")).isEmpty();
  }

  @Test
  void row09WhoLosesTheLedgerAsksAgain() {
    Once overtaken = new Once();
    Daemon unlucky = new Daemon(world, overtaken);
    world.commit("a");
    unlucky.settle();
    world.approve("prod", "ada", "a");
    overtaken.next = true;
    unlucky.round();
    assertThat(world.state("prod", "a")).isEqualTo(State.COMMITTING);
    assertThat(world.logbook("prod")).isEmpty();
    world.gates().set("prod", "config", Verdict.PENDING);
    unlucky.round();
    assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    assertThat(world.promotion("prod", "a").intent()).isEmpty();

    world.gates().reset();
    unlucky.settle();
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
  }

  @Test
  void row20WhatAPersonAbortsDoesNotComeBack() {
    world.commit("a");
    daemon.settle();
    String request = world.ask("prod", Request.Action.ABORT);
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.ABORTED);
    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    daemon.settle();
    assertThat(world.open("prod")).isEmpty();
    String late = world.ask("prod", Request.Action.ABORT);
    daemon.round();
    assertThat(world.answer(late).result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(world.answer(late).message()).contains("sluice rollback");
  }

  @Test
  void aRevisionThatUpstreamTakesBackIsNoLongerOnItsWay() {
    world.commit("a");
    daemon.settle();
    world.ask("staging", Request.Action.REVOKE, "", OptionalLong.empty());
    daemon.settle();

    assertThat(world.state("prod", "a")).isEqualTo(State.SUPERSEDED);
    assertThat(world.state("staging", "a")).as("row 19").isEqualTo(State.REVOKED);
  }

  private void release(String commit) {
    approvedUpTo(commit);
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void approvedUpTo(String commit) {
    world.approve("prod", "ada", commit);
    world.commit(commit);
    daemon.settle(Duration.ofMinutes(10));
  }

  /** Overtaken when told to be. */
  private static final class Once implements Daemon.Mishaps {

    private boolean next;

    @Override
    public void between(String step) {}

    @Override
    public boolean isOvertaken() {
      boolean now = next;
      next = false;
      return now;
    }
  }
}
