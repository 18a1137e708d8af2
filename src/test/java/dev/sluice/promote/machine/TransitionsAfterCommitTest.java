package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rows 10 to 22 of the table of states: once a release is in the ledger. */
class TransitionsAfterCommitTest {

  private final World world = new World(Stage.first("prod", Stage.CONFIG, Stage.SMOKE));
  private final Daemon daemon = new Daemon(world);

  @Test
  void rows10To14FromTheLedgerToVerified() {
    world.commit("a");
    assertThat(statesOnTheWay("a"))
        .containsExactly(State.COMMITTING, State.PROGRESSING, State.VERIFYING, State.SUCCEEDED);
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
  }

  private List<State> statesOnTheWay(String commit) {
    List<State> states = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      daemon.round();
      State state = world.state("prod", commit);
      if (states.isEmpty() || states.getLast() != state) {
        states.add(state);
      }
      world.pass(Duration.ofSeconds(20));
    }
    return states;
  }

  @Test
  void row12FailsWithItsHooks() {
    release("good");
    world.cluster("prod").fail(Optional.of(Reason.HOOK_FAILED));
    world.commit("bad");
    rounds(5);

    assertThat(world.logbook("prod"))
        .startsWith("Promote good", "Verified", "Promote bad", "Failed", "Veto", "Rollback good");
    assertThat(world.promotion("prod", "bad").message()).startsWith("HookFailed");
  }

  @Test
  void row12FailsAtItsDeadline() {
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    world.commit("a");
    daemon.settle(Duration.ofMinutes(29));
    assertThat(world.state("prod", "a")).isEqualTo(State.PROGRESSING);
    daemon.settle(Duration.ofMinutes(5));

    assertThat(world.logbook("prod")).containsExactly("Promote a", "Failed", "Veto");
    assertThat(world.promotion("prod", "a").message()).contains("it was not verified by");
  }

  @Test
  void row12WhatIsNotKnownAfterAStartTakesNothingBack() {
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    world.commit("a");
    rounds(5);
    world.pass(Duration.ofHours(8));
    world.cluster("prod").force(Optional.empty(), world.now());
    daemon.restart();
    daemon.decide(world.stage("prod"));
    assertThat(world.logbook("prod")).as("nothing was heard yet").containsExactly("Promote a");

    daemon.settle();
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
  }

  @Test
  void row13UnknownIsStillProgressing() {
    world.cluster("prod").force(Optional.of(Health.State.UNKNOWN), world.now());
    world.commit("a");
    daemon.settle(Duration.ofMinutes(20));

    assertThat(world.state("prod", "a")).isEqualTo(State.PROGRESSING);
    assertThat(world.logbook("prod")).containsExactly("Promote a");
  }

  @Test
  void row13HealthyHasToLast() {
    world.commit("a");
    rounds(3);
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    rounds(1);
    world.cluster("prod").force(Optional.empty(), world.now());
    Instant again = world.now();
    daemon.settle();

    Entry verified = world.ledger("prod").read().history(Stage.APPLICATION).getFirst();
    assertThat(verified.kind()).isEqualTo(Entry.Kind.VERIFIED);
    assertThat(verified.at()).isAfterOrEqualTo(again.plus(Duration.ofMinutes(1)));
  }

  @Test
  void row13HealthyCountsOnlyOnceItCanSpeakOfTheNewRevision() {
    world.cluster("prod").noticing(Duration.ofMinutes(4));
    Instant began = world.now();
    world.commit("a");
    daemon.settle();

    Entry verified = world.ledger("prod").read().history(Stage.APPLICATION).getFirst();
    assertThat(verified.kind()).isEqualTo(Entry.Kind.VERIFIED);
    assertThat(verified.at()).isAfterOrEqualTo(began.plus(Duration.ofMinutes(4)));
  }

  @Test
  void row13ACrashLoopWhileItHasToBeHealthyFailsIt() {
    release("good");
    world.commit("bad");
    rounds(3);
    assertThat(world.state("prod", "bad")).isEqualTo(State.PROGRESSING);
    world.cluster("prod").force(Optional.of(Health.State.DEGRADED), world.now());
    rounds(5);
    world.cluster("prod").force(Optional.empty(), world.now());

    assertThat(world.logbook("prod")).contains("Failed").endsWith("Rollback good", "Pin");
    assertThat(world.promotion("prod", "bad").message()).startsWith("it is so");
  }

  @Test
  void row15InconclusiveIsPausedUntilAPersonResumesIt() {
    world.gates().set("prod", "smoke", Verdict.INCONCLUSIVE);
    world.commit("a");
    daemon.settle(Duration.ofMinutes(10));
    assertThat(world.state("prod", "a")).isEqualTo(State.PAUSED);

    String request = world.ask("prod", Request.Action.RESUME);
    daemon.settle();
    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
    assertThat(world.ledger("prod").read().history(Stage.APPLICATION).getFirst().skipped())
        .containsEntry("smoke", "resumed by ada: reason of request-1");
  }

  @Test
  void row15PausedFailsWhenAPersonSaysSoOrNobodyDoes() {
    world.gates().set("prod", "smoke", Verdict.INCONCLUSIVE);
    world.commit("a");
    daemon.settle(Duration.ofMinutes(10));
    world.ask("prod", Request.Action.FAIL);
    rounds(3);
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Failed", "Veto");

    world.commit("b");
    daemon.settle(Duration.ofHours(1));
    assertThat(world.logbook("prod")).endsWith("Promote b", "Failed", "Veto");
  }

  @Test
  void row16And17FailsItsSmokeTestAndGoesBackAndStaysThere() {
    release("good");
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.FAILS_SMOKE);
    world.commit("bad");
    daemon.settle();

    assertThat(world.state("prod", "bad")).isEqualTo(State.FAILED);
    assertThat(world.logbook("prod"))
        .containsExactly(
            "Promote good",
            "Verified",
            "Promote bad",
            "Failed",
            "Veto",
            "Rollback good",
            "Pin",
            "Verified");
    assertThat(world.cluster("prod").digest()).isEqualTo(world.digest("good"));
    String tip = world.ledger("prod").read().tip();
    rounds(500);
    assertThat(world.ledger("prod").read().tip()).as("the branch still has it").isEqualTo(tip);
  }

  @Test
  void row18HeldWhereNothingGoodIsKnown() {
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("bad");
    daemon.settle();

    assertThat(world.state("prod", "bad")).isEqualTo(State.HELD);
    assertThat(world.promotion("prod", "bad").message())
        .isEqualTo("it is so. Not taken back: no other release was verified here");
  }

  @Test
  void row18HeldWhereThePolicySaysSo() {
    World manual = new World(Stage.first("prod").with(PromotionPolicy.Rollback.MANUAL));
    assertThat(messageOfFailure(manual)).contains("rollback.automatic is off");
  }

  @Test
  void row18HeldWhereSomethingIrreversibleRan() {
    World migrated = new World(Stage.first("prod", Stage.migration(Gate.Reversible.NO)));
    assertThat(messageOfFailure(migrated))
        .contains("ran the job of gate migration, which is declared irreversible");

    World hooked = new World(Stage.first("prod"));
    hooked.cluster("prod").irreversible("Job migrate");
    assertThat(messageOfFailure(hooked))
        .contains("ran Job migrate, which is declared irreversible");

    World reversible = new World(Stage.first("prod", Stage.migration(Gate.Reversible.YES)));
    assertThat(messageOfFailure(reversible)).contains("Goes back to release 1");
  }

  private static String messageOfFailure(World world) {
    Daemon daemon = new Daemon(world);
    world.commit("good");
    daemon.settle();
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("bad");
    daemon.settle();
    return world.promotion("prod", "bad").message();
  }

  @Test
  void row18ARollbackThatFailsIsHeldAndNothingLoops() {
    release("good");
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("bad");
    rounds(3);
    world.cluster("prod").fate(world.digest("good"), Cluster.Fate.CRASHES);
    daemon.settle();
    rounds(200);

    assertThat(world.logbook("prod"))
        .endsWith("Promote bad", "Failed", "Veto", "Rollback good", "Pin", "Failed");
    assertThat(world.promotion("prod", "good").state()).isEqualTo(State.HELD);
    assertThat(world.open("prod")).isEmpty();
  }

  @Test
  void fixForwardStartsAtOnceWhenTheCurrentOneIsHeld() {
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("bad");
    daemon.settle();
    world.commit("fix");
    rounds(1);
    assertThat(world.logbook("prod")).endsWith("Promote fix");
  }

  @Test
  void row19RevokedDoesNotCountAsVerified() {
    release("a");
    release("b");
    world.ask("prod", Request.Action.REVOKE);
    daemon.settle();

    assertThat(world.state("prod", "b")).isEqualTo(State.REVOKED);
    assertThat(world.standing("prod").lastVerified().orElseThrow().commit()).isEqualTo("a");
  }

  @Test
  void row21AStalledReleaseDoesNotLoseItsTime() {
    world.commit("a");
    rounds(1);
    world.cluster("prod").reachable(false);
    rounds(1);
    assertThat(world.state("prod", "a")).isEqualTo(State.STALLED);
    Instant deadline = world.promotion("prod", "a").deadline().orElseThrow();
    world.pass(Duration.ofHours(3));
    world.cluster("prod").reachable(true);
    rounds(1);
    assertThat(world.promotion("prod", "a").deadline().orElseThrow())
        .isAfterOrEqualTo(deadline.plus(Duration.ofHours(3)));

    daemon.settle();
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
  }

  @Test
  void row21StalledByAFreezeOfAllWrites() {
    world.commit("a");
    rounds(1);
    Instant until = world.now().plus(Duration.ofHours(2));
    world.ask("prod", Request.Action.FREEZE, "", OptionalLong.empty(), 2, Optional.of(until));
    rounds(4);
    assertThat(world.state("prod", "a")).isEqualTo(State.STALLED);
    world.pass(Duration.ofHours(2));
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Verified");
  }

  @Test
  void row22ARetryLiftsTheVetoAndCountsTheAttempt() {
    world.cluster("prod").fate(world.digest("a"), Cluster.Fate.FAILS_SMOKE);
    world.commit("a");
    daemon.settle();
    world.cluster("prod").fate(world.digest("a"), Cluster.Fate.GOOD);
    String request = world.ask("prod", Request.Action.RETRY);
    daemon.settle();

    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod"))
        .containsExactly("Promote a", "Failed", "Veto", "Lift", "Promote a", "Verified");
    assertThat(world.promotion("prod", "a").attempt()).isEqualTo(2);
  }

  private void release(String commit) {
    world.commit(commit);
    daemon.settle();
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      daemon.round();
      world.pass(Duration.ofSeconds(20));
    }
  }
}
