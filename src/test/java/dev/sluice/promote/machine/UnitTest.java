package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Applications that travel as one unit. */
class UnitTest {

  private UnitWorld world = world(Stage.first("prod", Stage.CONFIG, Stage.SMOKE));

  private static UnitWorld world(Stage stage) {
    return new UnitWorld(stage.policy(), Daemon.Mishaps.NONE, "backend", "frontend");
  }

  @Test
  void bothAreRecordedInOneCommitWhenBothPassed() {
    world.gate("backend", "config", Optional.of(Verdict.PENDING));
    world.commit("c1", "backend", "frontend");
    world.settle(Duration.ofMinutes(10));
    assertThat(world.logbook("frontend")).isEmpty();
    assertThat(world.promotion("frontend", "c1").message())
        .isEqualTo("its gates passed; waits for backend: Gating: config: config says Pending");

    world.gate("backend", "config", Optional.empty());
    world.settle();
    assertThat(world.appended().getFirst())
        .extracting(Entry::application)
        .containsExactlyInAnyOrder("backend", "frontend");
    assertThat(world.appended().getFirst())
        .extracting(entry -> entry.details().get(Units.NAME))
        .doesNotContainNull()
        .satisfies(names -> assertThat(names.stream().distinct()).hasSize(1));
    assertThat(world.logbook("backend")).containsExactly("Promote c1", "Verified");
    assertThat(world.logbook("frontend")).containsExactly("Promote c1", "Verified");
  }

  @Test
  void oneWithoutAChangeKeepsNobodyWaiting() {
    released("c1", "backend", "frontend");
    released("c2", "backend");

    assertThat(world.logbook("backend")).endsWith("Promote c2", "Verified");
    assertThat(world.logbook("frontend")).containsExactly("Promote c1", "Verified");
    assertThat(world.standing("backend").current().orElseThrow().details())
        .doesNotContainKey(Units.NAME);
  }

  @Test
  void noneIsVerifiedBeforeTheOther() {
    world.gate("backend", "smoke", Optional.of(Verdict.PENDING));
    world.commit("c1", "backend", "frontend");
    world.settle(Duration.ofMinutes(5));
    assertThat(world.logbook("frontend")).containsExactly("Promote c1");
    assertThat(world.promotion("frontend", "c1").message())
        .startsWith("healthy, its smoke tests passed; waits for backend: Verifying");

    world.gate("backend", "smoke", Optional.empty());
    world.settle();
    assertThat(world.appended().getLast())
        .extracting(Entry::kind)
        .containsExactly(Entry.Kind.VERIFIED, Entry.Kind.VERIFIED);
  }

  @Test
  void bothAreTakenBackWhenOneFails() {
    released("c1", "backend", "frontend");
    world.cluster("backend").fate("backend-c2", Cluster.Fate.FAILS_SMOKE);
    world.commit("c2", "backend", "frontend");
    world.settle();

    assertThat(world.logbook("backend"))
        .endsWith("Promote c2", "Failed", "Veto", "Rollback c1", "Pin", "Verified");
    assertThat(world.logbook("frontend"))
        .as("nothing is wrong with it: no veto")
        .endsWith("Promote c2", "Failed", "Rollback c1", "Pin", "Verified");
    assertThat(entry("frontend", Entry.Kind.FAILED).reason())
        .startsWith("goes with backend: smoke: smoke says");
    List<Entry> rollback = commitWith(Entry.Kind.ROLLBACK);
    assertThat(rollback.stream().filter(one -> one.kind() == Entry.Kind.ROLLBACK)).hasSize(2);

    released("c3", "backend");
    assertThat(world.standing("frontend").current().orElseThrow().digest())
        .as("what had nothing wrong comes again with the next")
        .isEqualTo("frontend-c2");
  }

  @Test
  void whatFailedOnlyWithItsCompanionIsVerifiedWithTheNext() {
    world =
        world(Stage.first("prod", Stage.CONFIG, Stage.SMOKE).with(PromotionPolicy.Rollback.MANUAL));
    released("c1", "backend", "frontend");
    world.cluster("backend").fate("backend-c2", Cluster.Fate.FAILS_SMOKE);
    world.commit("c2", "backend", "frontend");
    world.settle();
    assertThat(world.promotion("frontend", "c2").state()).isEqualTo(State.HELD);

    released("c3", "backend");
    assertThat(world.logbook("frontend"))
        .endsWith("Promote c2", "Failed", "Promote c3", "Verified");
  }

  @Test
  void neitherComesWhereOneIsRefused() {
    released("c1", "backend", "frontend");
    world.refuse("backend-c2");
    world.commit("c2", "backend", "frontend");
    world.settle();

    assertThat(world.promotion("backend", "c2").state()).isEqualTo(State.REJECTED);
    assertThat(world.promotion("frontend", "c2").message())
        .isEqualTo("its gates passed; waits for backend: Rejected: config: config says Fail");
    released("c3", "backend");
    assertThat(world.standing("frontend").current().orElseThrow().digest())
        .isEqualTo("frontend-c2");
  }

  @Test
  void whatIsRefusedKeepsNobodyWaitingInAQueue() {
    world =
        world(Stage.first("prod", Stage.CONFIG, Stage.SMOKE).with(PromotionPolicy.Supersede.QUEUE));
    released("c1", "backend", "frontend");
    world.refuse("backend-c2");
    world.commit("c2", "backend", "frontend");
    world.settle();
    released("c3", "backend", "frontend");
  }

  @Test
  void aPersonTakesBothBack() {
    released("c1", "backend", "frontend");
    released("c2", "backend", "frontend");
    String request = world.ask("backend", Request.Action.ROLLBACK);
    world.settle();

    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("backend")).endsWith("Rollback c1", "Pin", "Veto", "Verified");
    assertThat(world.logbook("frontend")).endsWith("Rollback c1", "Pin", "Verified");
  }

  @Test
  void aNamedReleaseBringsBackWhatRanWithIt() {
    released("c1", "backend", "frontend");
    released("c2", "frontend");
    released("c3", "backend", "frontend");
    world.ask("backend", Request.Action.ROLLBACK, "", OptionalLong.of(1));
    world.settle();

    assertThat(world.standing("backend").current().orElseThrow().commit()).isEqualTo("c1");
    assertThat(world.standing("frontend").current().orElseThrow().commit()).isEqualTo("c2");
  }

  @Test
  void noneGoesBackWhereOneCannot() {
    released("c1", "backend", "frontend");
    world.cluster("frontend").migrates("frontend-c2");
    world.cluster("backend").fate("backend-c2", Cluster.Fate.CRASHES);
    world.commit("c2", "backend", "frontend");
    world.settle();

    assertThat(world.promotion("backend", "c2").state()).isEqualTo(State.HELD);
    assertThat(world.promotion("backend", "c2").message())
        .contains("frontend, which goes with it: release 3 ran Job migrate");
    assertThat(world.promotion("frontend", "c2").state()).isEqualTo(State.HELD);
    String request = world.ask("backend", Request.Action.ROLLBACK);
    world.settle();
    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(world.answer(request).message())
        .startsWith("frontend, which goes with it: release 3");
  }

  @Test
  void bothAreRetriedWithOneRequestEach() {
    world =
        world(Stage.first("prod", Stage.CONFIG, Stage.SMOKE).with(PromotionPolicy.Rollback.MANUAL));
    released("c1", "backend", "frontend");
    world.cluster("backend").fate("backend-c2", Cluster.Fate.FAILS_SMOKE);
    world.commit("c2", "backend", "frontend");
    world.settle();
    world.cluster("backend").fate("backend-c2", Cluster.Fate.GOOD);
    world.ask("backend", Request.Action.RETRY);
    world.settle();
    assertThat(world.open("backend").getFirst().message())
        .startsWith("its gates passed; waits for frontend: Held");
    world.ask("frontend", Request.Action.RETRY);
    world.settle();

    assertThat(world.standing("backend").isVerified()).isTrue();
    assertThat(world.standing("frontend").isVerified()).isTrue();
  }

  @Test
  void aRevokedReleaseIsRevokedForBoth() {
    released("c1", "backend", "frontend");
    world.ask("frontend", Request.Action.REVOKE);
    world.settle();

    assertThat(world.logbook("backend")).endsWith("Revoked");
    assertThat(world.logbook("frontend")).endsWith("Revoked");
  }

  private Entry entry(String application, Entry.Kind kind) {
    return world.history(application).stream()
        .filter(one -> one.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private List<Entry> commitWith(Entry.Kind kind) {
    return world.appended().stream()
        .filter(one -> one.stream().anyMatch(entry -> entry.kind() == kind))
        .findFirst()
        .orElseThrow();
  }

  private void released(String commit, String... changed) {
    world.commit(commit, changed);
    world.settle();
    for (String application : world.applications()) {
      assertThat(world.standing(application).current().map(Entry::digest))
          .as(commit + " of " + application + world.logbook(application))
          .contains(world.digest(application, commit));
      assertThat(world.standing(application).isVerified()).isTrue();
    }
  }
}
