package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What does not go on although its gates are open: without a hotfix, or taken back upstream. */
class ObjectionsTest {

  private static final Stage PROD =
      Stage.after("staging", "prod", Stage.CONFIG, Stage.approval(1), Stage.SMOKE);

  private World world = new World(Stage.first("staging"), PROD);
  private Daemon daemon = new Daemon(world);

  @Test
  void whatDoesNotContainAHotfixWaitsUntilItIsMerged() {
    released("a");
    hotfixed("fix");
    arrive("b");
    world.approve("prod", "ada", "b");
    daemon.settle(Duration.ofHours(1));

    assertThat(world.state("prod", "b")).isEqualTo(State.PENDING);
    assertThat(world.promotion("prod", "b").message())
        .isEqualTo(
            "it does not contain the hotfix fix (release 3): merge that"
                + " (`sluice promote --override hotfix` goes without)");
    world.merge("c", "fix");
    daemon.settle(Duration.ofMinutes(4));
    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
    world.approve("prod", "ada", "c");
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Hotfix fix", "Verified", "Promote c", "Verified");

    released("d");
  }

  @Test
  void aCandidateThatIsAskedAboutStepsBackWhenAHotfixComes() {
    released("a");
    arrive("b");
    assertThat(world.state("prod", "b")).isEqualTo(State.GATING);
    hotfixed("fix");
    world.approve("prod", "ada", "b");
    daemon.settle();

    assertThat(world.logbook("prod")).endsWith("Hotfix fix", "Verified");
  }

  @Test
  void whatDoesNotContainAHotfixKeepsNobodyWaitingInAQueue() {
    world = new World(Stage.first("staging"), PROD.with(PromotionPolicy.Supersede.QUEUE));
    daemon = new Daemon(world);
    released("a");
    hotfixed("fix");
    arrive("b");
    world.merge("c", "fix");
    daemon.settle(Duration.ofMinutes(4));
    world.approve("prod", "ada", "c");
    world.approve("prod", "ada", "b");
    daemon.settle();

    assertThat(world.logbook("prod")).endsWith("Hotfix fix", "Verified", "Promote c", "Verified");
    assertThat(world.open("prod")).isEmpty();
  }

  @Test
  void aRevokedOrFailedHotfixIsInNobodysWay() {
    released("a");
    hotfixed("fix");
    world.ask("prod", Request.Action.REVOKE);
    daemon.settle();
    released("b");

    world.aside("worse");
    world.cluster("prod").fate(world.digest("worse"), Cluster.Fate.CRASHES);
    hotfix("worse");
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Rollback b", "Pin", "Verified");
    released("c");
  }

  @Test
  void anotherHotfixHasToContainTheFirst() {
    released("a");
    hotfixed("fix");
    world.aside("other");
    String request = world.ask("prod", Request.Action.HOTFIX, "other", OptionalLong.empty());
    daemon.round();

    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(world.answer(request).message()).contains("does not contain the hotfix fix");
  }

  @Test
  void aPersonMayPromoteWithoutItKnowingly() {
    released("a");
    hotfixed("fix");
    arrive("squashed");
    String asked = world.ask("prod", Request.Action.PROMOTE, "squashed", OptionalLong.empty());
    daemon.round();
    assertThat(world.answer(asked).result()).isEqualTo(Decision.Result.REFUSED);
    world.ask(
        "prod",
        Request.Action.PROMOTE,
        "squashed",
        OptionalLong.empty(),
        Set.of(Request.Despite.HOTFIX));
    world.approve("prod", "ada", "squashed");
    daemon.settle();

    Entry release = world.standing("prod").current().orElseThrow();
    assertThat(release.commit()).isEqualTo("squashed");
    assertThat(release.skipped()).containsEntry("hotfix fix", "overridden by ada");
    released("b");
  }

  @Test
  void nothingThatContainsItHasToContainItAgain() {
    released("a");
    hotfixed("fix");
    world.merge("b", "fix");
    daemon.settle(Duration.ofMinutes(4));
    world.approve("prod", "ada", "b");
    daemon.settle();

    assertThat(Hotfixes.inForce(world.ledger("prod").read().history(Stage.APPLICATION))).isEmpty();
  }

  @Test
  void allThatWaitsIsTakenBackWithWhatUpstreamRevokes() {
    world = new World(Stage.first("staging"), PROD.with(PromotionPolicy.Supersede.QUEUE));
    daemon = new Daemon(world);
    released("a");
    arrive("b");
    arrive("c");
    arrive("d");
    assertThat(world.open("prod")).extracting(Promotion::commit).containsExactly("b", "c", "d");
    long c = release("staging", "c").number();
    world.ask("staging", Request.Action.REVOKE, "", OptionalLong.of(c));
    world.ask(
        "staging", Request.Action.REVOKE, "", OptionalLong.of(release("staging", "b").number()));
    daemon.settle(Duration.ofMinutes(4));

    assertThat(world.open("prod")).extracting(Promotion::commit).containsExactly("d");
    assertThat(world.state("prod", "c")).isEqualTo(State.SUPERSEDED);
    assertThat(world.promotion("prod", "c").message())
        .isEqualTo("taken back, because staging release %d was revoked".formatted(c));
    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
  }

  @Test
  void aPersonCannotBringWhatWasTakenBackUpstreamButAHotfixGoesAround() {
    released("a");
    arrive("b");
    world.ask("staging", Request.Action.REVOKE);
    daemon.settle(Duration.ofMinutes(4));
    String promote = world.ask("prod", Request.Action.PROMOTE, "b", OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(4));
    assertThat(world.answer(promote).message())
        .startsWith("it cannot come, because staging release")
        .endsWith("was revoked");

    hotfix("b");
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Hotfix b", "Verified");
  }

  @Test
  void whatIsVerifiedAnewUpstreamComesAgain() {
    released("a");
    arrive("b");
    world.ask("staging", Request.Action.REVOKE);
    daemon.settle(Duration.ofMinutes(4));
    assertThat(world.state("prod", "b")).isEqualTo(State.SUPERSEDED);
    world.ask("staging", Request.Action.PROMOTE, "b", OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(4));
    world.approve("prod", "ada", "b");
    daemon.settle();

    assertThat(world.logbook("prod")).endsWith("Promote b", "Verified");
  }

  private Entry release(String stage, String commit) {
    return world.ledger(stage).read().history(Stage.APPLICATION).stream()
        .filter(entry -> entry.kind() == Entry.Kind.PROMOTE && entry.commit().equals(commit))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatFailedInALaterTryUpstreamIsNotOfferedAndWithdrawnForEver() {
    arrive("a");
    arrive("b");
    world.cluster("staging").fate(world.digest("a"), Cluster.Fate.CRASHES);
    world.ask("staging", Request.Action.ROLLBACK, "", OptionalLong.of(1));
    daemon.settle(Duration.ofMinutes(10));
    assertThat(world.logbook("staging")).endsWith("Rollback a", "Pin", "Veto", "Failed");

    assertThat(world.open("prod")).isEmpty();
    assertThat(daemon.round()).as("a was verified once, but nothing is left to do").isFalse();
  }

  private void arrive(String commit) {
    world.commit(commit);
    daemon.settle(Duration.ofMinutes(4));
    assertThat(world.state("staging", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void released(String commit) {
    arrive(commit);
    world.approve("prod", "ada", commit);
    daemon.settle();
    assertThat(world.standing("prod").current().map(Entry::commit)).isEqualTo(Optional.of(commit));
    assertThat(world.standing("prod").isVerified()).isTrue();
  }

  private void hotfix(String commit) {
    world.ask("prod", Request.Action.HOTFIX, commit, OptionalLong.empty());
    world.approve("prod", "ada", commit);
    world.approve("prod", "bob", commit);
  }

  private void hotfixed(String commit) {
    world.aside(commit);
    hotfix(commit);
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Hotfix " + commit, "Verified");
  }
}
