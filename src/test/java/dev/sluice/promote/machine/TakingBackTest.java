package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rollbacks, pins, freezes and hotfixes by hand; the standby. */
class TakingBackTest {

  private final World world =
      new World(
          Stage.first("staging"),
          Stage.after(
              "staging",
              "prod",
              Stage.DEPENDS,
              Stage.CONFIG,
              Stage.soak(Duration.ofMinutes(10)),
              Stage.approval(1),
              Stage.SMOKE),
          Stage.mirror("prod", "dr"));
  private final Daemon daemon = new Daemon(world);

  @Test
  void aRollbackByHandIsHeldUntilAPersonLiftsThePin() {
    release("a");
    release("b");
    String request = world.ask("prod", Request.Action.ROLLBACK);
    daemon.settle();
    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod")).endsWith("Rollback a", "Pin", "Veto", "Verified");
    assertThat(world.standing("dr").current().orElseThrow().commit()).isEqualTo("a");

    arriveApproved("c");
    rounds(300);
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");

    world.ask("prod", Request.Action.UNPIN);
    daemon.settle();
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("c");
    assertThat(world.standing("dr").current().orElseThrow().commit()).isEqualTo("c");
  }

  @Test
  void aRollbackSkipsWhatTakesTimeAndKeepsWhatMakesItSafe() {
    release("a");
    release("b");
    world.ask("prod", Request.Action.ROLLBACK, "", OptionalLong.of(1));
    daemon.settle();

    Entry rollback = world.standing("prod").current().orElseThrow();
    assertThat(rollback.kind()).isEqualTo(Entry.Kind.ROLLBACK);
    assertThat(rollback.skipped()).containsOnlyKeys("dependsOn", "soak", "approval");
    assertThat(rollback.gates()).extracting(GateResult::gate).containsExactly("config");
    assertThat(rollback.about()).hasValue(1);
  }

  @Test
  void aRollbackTakesBackWhatIsStillUnderWay() {
    release("a");
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    arriveApproved("b");
    assertThat(world.state("prod", "b")).isEqualTo(State.PROGRESSING);
    world.ask("prod", Request.Action.ROLLBACK);
    world.cluster("prod").force(Optional.empty(), world.now());
    daemon.settle();

    assertThat(world.logbook("prod"))
        .endsWith("Promote b", "Failed", "Veto", "Rollback a", "Pin", "Verified");
    assertThat(world.state("prod", "b")).isEqualTo(State.FAILED);
  }

  @Test
  void aRollbackIsRefusedWithTheReason() {
    release("a");
    assertThat(refusal(Request.Action.ROLLBACK, OptionalLong.empty()))
        .isEqualTo("there is nothing else to go back to; verified here: 1");
    assertThat(refusal(Request.Action.ROLLBACK, OptionalLong.of(9)))
        .isEqualTo("release 9 was not verified here; verified here: 1");
    assertThat(refusal(Request.Action.ROLLBACK, OptionalLong.of(1)))
        .isEqualTo("release 1 is what runs; `sluice pin` keeps it");
    assertThat(refusal(Request.Action.RESUME, OptionalLong.empty())).contains("nothing is paused");
    assertThat(refusal(Request.Action.UNPIN, OptionalLong.empty())).isEqualTo("nothing is pinned");
    assertThat(refusal(Request.Action.RETRY, OptionalLong.empty())).contains("nothing has failed");
    assertThat(refusal(Request.Action.FREEZE, OptionalLong.empty()))
        .isEqualTo("a freeze needs an end; it can be lifted before and set again after");
    assertThat(refusal(Request.Action.UNFREEZE, OptionalLong.empty()))
        .isEqualTo("it is not frozen");
  }

  private String refusal(Request.Action action, OptionalLong release) {
    String id = world.ask("prod", action, "", release);
    daemon.round();
    assertThat(world.answer(id).result()).isEqualTo(Decision.Result.REFUSED);
    return world.answer(id).message();
  }

  @Test
  void whatWasTakenBackUpstreamDoesNotGoOn() {
    release("a");
    world.commit("b");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "b")).isEqualTo(State.GATING);
    world.ask("staging", Request.Action.ROLLBACK);
    daemon.settle();

    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");
  }

  @Test
  void aPinHoldsUntilItsEnd() {
    release("a");
    Instant until = world.now().plus(Duration.ofHours(1));
    world.ask("prod", Request.Action.PIN, "", OptionalLong.empty(), 1, Optional.of(until));
    daemon.round();
    arriveApproved("b");
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");
    String promote = world.ask("prod", Request.Action.PROMOTE, "b", OptionalLong.empty());
    daemon.round();
    assertThat(world.answer(promote).message()).contains("is pinned by ada", "sluice unpin");

    world.pass(Duration.ofHours(1));
    daemon.settle();
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("b");
  }

  @Test
  void aFreezeStopsPromotionsAndLetsRollbacksPassAndDriftBeHealed() {
    release("a");
    release("b");
    Instant until = world.now().plus(Duration.ofHours(5));
    world.ask("prod", Request.Action.FREEZE, "", OptionalLong.empty(), 1, Optional.of(until));
    daemon.round();
    arriveApproved("c");
    assertThat(world.promotion("prod", "c").message()).startsWith("frozen by ada");
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("b");

    world.cluster("prod").apply("somebody's drift", world.now());
    daemon.round();
    assertThat(world.cluster("prod").digest()).as("healed").isEqualTo(world.digest("b"));

    world.ask("prod", Request.Action.ROLLBACK);
    daemon.settle(Duration.ofMinutes(10));
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");
  }

  @Test
  void aFreezeOfAllWritesStopsRollbacksToo() {
    release("a");
    release("b");
    Instant until = world.now().plus(Duration.ofHours(5));
    world.ask("prod", Request.Action.FREEZE, "", OptionalLong.empty(), 2, Optional.of(until));
    daemon.round();
    world.ask("prod", Request.Action.ROLLBACK);
    daemon.settle(Duration.ofMinutes(10));
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("b");

    world.ask("prod", Request.Action.UNFREEZE);
    daemon.settle();
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");
  }

  @Test
  void aHotfixSkipsDependsOnAndSoakAndNeedsOneApprovalMore() {
    release("a");
    world.aside("hotfix");
    world.ask("prod", Request.Action.HOTFIX, "hotfix", OptionalLong.empty());
    world.approve("prod", "ada", "hotfix");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "hotfix")).isEqualTo(State.GATING);
    world.approve("prod", "bob", "hotfix");
    daemon.settle();

    Entry hotfix = world.standing("prod").current().orElseThrow();
    assertThat(hotfix.kind()).isEqualTo(Entry.Kind.HOTFIX);
    assertThat(hotfix.skipped()).containsOnlyKeys("dependsOn", "soak");
    assertThat(world.standing("prod").isVerified()).isTrue();
  }

  @Test
  void aBadReleaseInProdNeverReachesTheStandby() {
    release("a");
    world.cluster("prod").fate(world.digest("bad"), Cluster.Fate.FAILS_SMOKE);
    arriveApproved("bad");
    daemon.settle();

    assertThat(world.logbook("prod")).endsWith("Rollback a", "Pin", "Verified");
    assertThat(world.logbook("dr")).containsExactly("Promote a", "Verified");
  }

  private void release(String commit) {
    arriveApproved(commit);
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void arriveApproved(String commit) {
    world.approve("prod", "ada", commit);
    world.commit(commit);
    daemon.settle(Duration.ofMinutes(20));
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      daemon.round();
      world.pass(Duration.ofSeconds(20));
    }
  }
}
