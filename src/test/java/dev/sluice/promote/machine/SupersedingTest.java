package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.PromotionPolicy.Supersede;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which candidate wins when a newer one appears. */
class SupersedingTest {

  private static final Duration SOAK = Duration.ofMinutes(30);

  @Test
  void stickyIsNotStarvedByACommitAMinute() {
    World world = world(Supersede.STICKY);
    Daemon daemon = new Daemon(world);
    for (int minute = 0; minute < 300; minute++) {
      world.commit("c" + minute);
      for (int third = 0; third < 3; third++) {
        daemon.round();
        approveWhatHasSoaked(world);
        world.pass(Duration.ofSeconds(20));
      }
    }
    List<String> releases =
        world.logbook("prod").stream().filter(line -> line.startsWith("Promote")).toList();
    assertThat(releases).hasSizeGreaterThanOrEqualTo(5);
    assertThat(releases.getLast()).as("and it does not fall behind").matches("Promote c2\\d\\d");
  }

  @Test
  void latestIsStarvedByIt() {
    World world = world(Supersede.LATEST);
    Daemon daemon = new Daemon(world);
    for (int minute = 0; minute < 120; minute++) {
      world.commit("c" + minute);
      for (int third = 0; third < 3; third++) {
        daemon.round();
        approveWhatHasSoaked(world);
        world.pass(Duration.ofSeconds(20));
      }
    }
    assertThat(world.logbook("prod")).isEmpty();
  }

  /** People look at what is nearly there, and not at what changes under their eyes. */
  private static void approveWhatHasSoaked(World world) {
    world.open("prod").stream()
        .filter(one -> one.message().startsWith("approval"))
        .forEach(one -> world.approve("prod", "ada", one.commit()));
  }

  @Test
  void stickyKeepsWhatIsApproved() {
    World world = world(Supersede.STICKY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    world.approve("prod", "ada", "a");
    arrive(world, daemon, "b");

    assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    assertThat(world.state("prod", "b")).isEqualTo(State.PENDING);
    assertThat(world.promotion("prod", "b").message())
        .isEqualTo(
            "waits for its turn, behind a; that is kept for as long as it takes, as there is no"
                + " maxAge: `sluice abort` drops it");
  }

  @Test
  void stickyGivesWayToWhatIsNewerWhileNothingSpeaksForIt() {
    World world = world(Supersede.STICKY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    arrive(world, daemon, "b");

    assertThat(world.state("prod", "a")).isEqualTo(State.SUPERSEDED);
  }

  @Test
  void stickyKeepsWhatHasHalfOfItsSoakEvenWhileAGateIsShut() {
    World world = world(Supersede.STICKY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    daemon.settle(SOAK.dividedBy(2));
    world.gates().set("prod", "config", Verdict.PENDING);
    arrive(world, daemon, "b");
    arrive(world, daemon, "c");

    assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    assertThat(world.state("prod", "b"))
        .as("the latest of those that wait wins")
        .isEqualTo(State.SUPERSEDED);
    assertThat(world.state("prod", "c")).isEqualTo(State.PENDING);
  }

  @Test
  void eachInItsTurn() {
    World world = world(Supersede.QUEUE);
    Daemon daemon = new Daemon(world);
    for (String commit : List.of("a", "b", "c")) {
      arrive(world, daemon, commit);
      world.approve("prod", "ada", commit);
    }
    assertThat(world.open("prod")).hasSize(3);
    daemon.settle();

    assertThat(world.logbook("prod"))
        .filteredOn(line -> line.startsWith("Promote"))
        .containsExactly("Promote a", "Promote b", "Promote c");
  }

  @Test
  void whatAPersonAsksForGoesFirstAndNothingIsDecidedTwice() {
    World world = world(Supersede.LATEST);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    arrive(world, daemon, "b");
    world.ask("prod", Request.Action.PROMOTE, "a", OptionalLong.empty());
    daemon.settle(Duration.ofMinutes(5));

    assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    assertThat(world.state("prod", "b")).isEqualTo(State.PENDING);
    List<Promotion> before = world.promotions("prod");
    daemon.round();
    assertThat(world.promotions("prod")).isEqualTo(before);
  }

  private static World world(Supersede way) {
    return new World(
        Stage.first("staging"),
        Stage.after(
                "staging", "prod", Stage.CONFIG, Stage.soak(SOAK), Stage.approval(1), Stage.SMOKE)
            .with(way));
  }

  /** A commit comes and is verified in staging. */
  private static void arrive(World world, Daemon daemon, String commit) {
    world.commit(commit);
    daemon.settle(Duration.ofMinutes(4));
    assertThat(world.state("staging", commit)).isEqualTo(State.SUCCEEDED);
  }
}
