package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A person keeps a revision out, and lets it in again. */
class VetoTest {

  private final World world =
      new World(
          Stage.first("staging"), Stage.after("staging", "prod", Stage.CONFIG, Stage.approval(1)));
  private final Daemon daemon = new Daemon(world);

  @Test
  void whatWaitsIsWithdrawnAndDoesNotComeBack() {
    release("a");
    world.commit("b");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "b")).isEqualTo(State.GATING);
    String veto = veto("b");

    assertThat(world.answer(veto).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
    assertThat(world.promotion("prod", "b").message())
        .contains("vetoed by ada: reason of request-1", "sluice retry");
    world.approve("prod", "ada", "b");
    world.commit("again", "b");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified", "Veto");
  }

  @Test
  void whatComesElseIsNotHeldUp() {
    release("a");
    world.commit("b");
    veto("b");
    release("c");

    assertThat(world.state("staging", "b")).as("it is about prod alone").isNotNull();
    assertThat(world.logbook("prod"))
        .containsExactly("Promote a", "Verified", "Veto", "Promote c", "Verified");
  }

  @Test
  void aRetryLiftsItWhetherOrNotItWasOnItsWayBefore() {
    release("a");
    world.commit("b");
    veto("b");
    world.approve("prod", "ada", "b");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("a");
    assertThat(refusal(Request.Action.PROMOTE, "b")).contains("vetoed by ada", "sluice retry");

    String retry = world.ask("prod", Request.Action.RETRY, "b", OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.answer(retry).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod"))
        .containsExactly("Promote a", "Verified", "Veto", "Lift", "Promote b", "Verified");
  }

  @Test
  void isRefusedWithTheReason() {
    release("a");
    assertThat(refusal(Request.Action.VETO, "a")).contains("runs here, as release 1", "rollback");
    assertThat(refusal(Request.Action.VETO, "nowhere")).contains("nowhere", "not known here");
    world.commit("b");
    veto("b");
    assertThat(refusal(Request.Action.VETO, "b")).contains("vetoed already", "by ada");
    assertThat(refusal(Request.Action.RETRY, "a")).contains("nothing has failed");
  }

  @Test
  void whatIsVetoedUpstreamIsTakenBackDownstream() {
    world.replace(world.stage("prod").with(PromotionPolicy.Supersede.STICKY));
    release("a");
    world.gates().set("prod", "config", Verdict.PENDING);
    world.commit("b");
    daemon.settle(Duration.ofMinutes(5));
    world.approve("prod", "ada", "b");
    world.commit("c");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "b")).as("kept: it is approved").isEqualTo(State.GATING);

    world.ask("staging", Request.Action.VETO, "b", OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
    assertThat(world.promotion("prod", "b").message()).contains("taken back");
  }

  @Test
  void whatIsVetoedIsNotGoneBackTo() {
    release("a");
    release("b");
    world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
    world.approve("prod", "ada", "c");
    world.commit("c");
    daemon.settle(Duration.ofMinutes(5));
    veto("b");
    world.cluster("prod").force(Optional.of(Health.State.DEGRADED), world.now());
    daemon.settle(Duration.ofMinutes(2));

    assertThat(world.logbook("prod")).contains("Rollback a").doesNotContain("Rollback b");
  }

  private String veto(String commit) {
    String id = world.ask("prod", Request.Action.VETO, commit, OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(5));
    return id;
  }

  private String refusal(Request.Action action, String commit) {
    String id = world.ask("prod", action, commit, OptionalLong.empty());
    daemon.round();
    assertThat(world.answer(id).result()).isEqualTo(Decision.Result.REFUSED);
    return world.answer(id).message();
  }

  private void release(String commit) {
    world.approve("prod", "ada", commit);
    world.commit(commit);
    daemon.settle(Duration.ofMinutes(10));
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }
}
