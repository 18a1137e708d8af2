package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.promote.strategy.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A release that comes up beside the one with the traffic, from its slot to the retirement. */
class BlueGreenStepsTest {

  private static final Duration STAYS = Duration.ofHours(24);
  private static final Strategy BLUE_GREEN = new Strategy.BlueGreen(List.of("web"), STAYS);
  private static final Stage ROLLING =
      Stage.first("prod", Stage.CONFIG, Stage.ANALYSIS, Stage.SMOKE);
  private static final Stage PROD = ROLLING.with(BLUE_GREEN);

  private final World world = new World(PROD);
  private final Daemon daemon = new Daemon(world);
  private final Invariants invariants = new Invariants(world);

  @Test
  void theFirstReleaseGetsASlotAndTheTrafficAtOnce() {
    release("a");
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
    assertThat(slots().front().slot()).isEqualTo(Slot.BLUE);
  }

  @Test
  void aReleaseIsTriedSwitchedToVerifiedAndTheFormerOneRetires() {
    release("a");
    release("b");

    assertThat(world.logbook("prod"))
        .containsExactly("Promote a", "Verified", "Promote b", "Phase", "Verified");
    Entry switched = entries(Entry.Kind.PHASE).getFirst();
    assertThat(switched.reason()).isEqualTo("slot green gets the traffic of release 1");
    assertThat(switched.gates()).extracting(one -> one.gate()).containsExactly("analysis");
    assertThat(switched.policy()).isEqualTo(World.POLICY);
    assertThat(slots().front().slot()).isEqualTo(Slot.GREEN);
    assertThat(slots().back()).isPresent();

    Instant verified = entries(Entry.Kind.VERIFIED).getLast().at();
    wait(Duration.between(world.now(), verified.plus(STAYS)).minusMinutes(4));
    assertThat(slots().back()).as("not a minute too early").isPresent();
    daemon.restart();
    wait(Duration.ofMinutes(5));
    assertThat(slots().back()).isEmpty();
    assertThat(world.logbook("prod")).endsWith("Verified", "Phase");
    Entry retired = entries(Entry.Kind.PHASE).getLast();
    assertThat(retired.reason()).isEqualTo("slot blue retires: release 3 has the traffic");
    assertThat(retired.about()).isEqualTo(OptionalLong.of(1));
    assertThat(world.cluster("prod").digest()).isEqualTo(course().digest());
  }

  @Test
  void theFormerOneStaysWhileEverythingIsFrozen() {
    release("a");
    release("b");
    world.ask(
        "prod",
        Request.Action.FREEZE,
        "",
        OptionalLong.empty(),
        1,
        java.util.Optional.of(world.now().plus(STAYS.multipliedBy(2))));
    wait(STAYS.plusHours(1));
    assertThat(slots().back()).isPresent();
    wait(STAYS);
    assertThat(slots().back()).isEmpty();
  }

  @Test
  void whatFailsBeforeTheSwitchIsDroppedAndNobodyNotices() {
    release("a");
    release("b");
    wait(STAYS.plusMinutes(1));
    String before = course().digest();
    world.gates().set("prod", "analysis", Verdict.FAIL);
    world.commit("c");
    rounds(20);

    assertThat(world.logbook("prod"))
        .endsWith("Promote c", "Failed", "Veto", "Rollback b", "Pin", "Verified");
    assertThat(course().digest()).isEqualTo(before);
    assertThat(world.cluster("prod").digest()).isEqualTo(before);
    assertThat(entries(Entry.Kind.FAILED).getLast().reason())
        .isEqualTo("tried in slot blue: analysis: analysis says Fail");
  }

  @Test
  void whatCrashesInItsSlotIsDroppedToo() {
    World manual = new World(PROD.with(PromotionPolicy.Rollback.MANUAL));
    Daemon there = new Daemon(manual);
    manual.commit("a");
    there.settle();
    manual.cluster("prod").fate(manual.digest("b"), Cluster.Fate.CRASHES);
    manual.commit("b");
    there.settle();

    assertThat(manual.state("prod", "b")).isEqualTo(State.HELD);
    assertThat(manual.logbook("prod")).endsWith("Promote b", "Failed", "Veto");
    Slots left = ((Course.BlueGreen) course(manual)).slots();
    assertThat(left.front().release().commit()).isEqualTo("a");
    assertThat(left.back()).isEmpty();
  }

  @Test
  void whatFailsAfterTheSwitchGoesBackAtOnce() {
    release("a");
    world.cluster("prod").fate(world.digest("b"), Cluster.Fate.GOOD);
    world.gates().set("prod", "smoke", Verdict.FAIL);
    world.commit("b");
    rounds(12);
    assertThat(world.logbook("prod"))
        .endsWith("Promote b", "Phase", "Failed", "Veto", "Rollback a", "Pin");
    Entry back = entries(Entry.Kind.ROLLBACK).getLast();
    assertThat(slots().front().release()).as("without a trial").isEqualTo(back);
    assertThat(slots().front().slot()).isEqualTo(Slot.BLUE);

    world.gates().set("prod", "smoke", Verdict.PASS);
    rounds(20);
    assertThat(world.logbook("prod")).as("nobody needs it").endsWith("Verified", "Phase");
    assertThat(slots().back()).isEmpty();
  }

  @Test
  void aPersonGoesBackAtOnceWhileTheFormerOneStands() {
    release("a");
    release("b");
    world.ask("prod", Request.Action.ROLLBACK);
    daemon.round();
    daemon.round();
    daemon.round();
    assertThat(slots().front().release().commit()).isEqualTo("a");
    assertThat(world.logbook("prod").stream().filter("Phase"::equals)).hasSize(1);
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Rollback a", "Pin", "Veto", "Verified", "Phase");
  }

  @Test
  void goingBackFurtherIsTriedLikeAnyRelease() {
    release("a");
    release("b");
    release("c");
    world.ask("prod", Request.Action.ROLLBACK, "", OptionalLong.of(1));
    daemon.settle();
    assertThat(world.logbook("prod"))
        .endsWith("Rollback a", "Pin", "Veto", "Phase", "Verified", "Phase");
  }

  @Test
  void anApplicationMovesIntoSlotsAndOutOfThemAgain() {
    World moving = new World(ROLLING);
    Daemon there = new Daemon(moving);
    moving.commit("a");
    there.settle();
    assertThat(course(moving)).isInstanceOf(Course.Whole.class);

    moving.replace(PROD);
    moving.commit("b");
    there.settle();
    Slots in = ((Course.BlueGreen) course(moving)).slots();
    assertThat(in.front().slot()).isEqualTo(Slot.BLUE);
    assertThat(in.back().orElseThrow().slot()).isEqualTo(Slot.PLAIN);

    moving.replace(ROLLING);
    moving.commit("c");
    there.settle();
    assertThat(course(moving)).isInstanceOf(Course.Whole.class);
    assertThat(moving.logbook("prod")).endsWith("Promote c", "Phase", "Verified", "Phase");
    assertThat(moving.cluster("prod").digest()).isEqualTo(moving.digest("c"));
  }

  @Test
  void inconclusiveWaitsForAPersonBeforeTheSwitch() {
    release("a");
    world.gates().set("prod", "analysis", Verdict.INCONCLUSIVE);
    world.commit("b");
    rounds(12);
    assertThat(world.state("prod", "b")).isEqualTo(State.PAUSED);
    assertThat(slots().front().release().commit()).isEqualTo("a");

    world.ask("prod", Request.Action.RESUME);
    daemon.settle();
    assertThat(world.state("prod", "b")).isEqualTo(State.SUCCEEDED);
    assertThat(entries(Entry.Kind.PHASE).getFirst().skipped()).containsKey("analysis");
  }

  @Test
  void wheneverTheDaemonDiesItComesToTheSameEnd() {
    List<String> undisturbed = life(Integer.MAX_VALUE);
    assertThat(undisturbed).contains("Phase").hasSizeGreaterThan(8);
    for (int steps = 1; steps <= 70; steps++) {
      assertThat(life(steps)).as("dies at step %d", steps).isEqualTo(undisturbed);
    }
  }

  private static final class Dies extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Three releases, the last of which fails with the traffic; the daemon dies once on the way. */
  private static List<String> life(int steps) {
    World world = new World(PROD.with(new Strategy.BlueGreen(List.of(), Duration.ofMinutes(10))));
    int[] left = {steps};
    Daemon daemon =
        new Daemon(
            world,
            new Daemon.Mishaps() {
              @Override
              public void between(String step) {
                if (--left[0] == 0) {
                  throw new Dies();
                }
              }

              @Override
              public boolean isOvertaken() {
                return false;
              }
            });
    Invariants invariants = new Invariants(world);
    for (String commit : List.of("a", "b", "c")) {
      world.gates().set("prod", "smoke", commit.equals("c") ? Verdict.FAIL : Verdict.PASS);
      world.commit(commit);
      for (int round = 0; round < 70; round++) {
        try {
          daemon.round();
        } catch (Dies end) {
          daemon.restart();
        }
        invariants.check();
        if (!world.open("prod").isEmpty()
            && world.open("prod").getFirst().kind() == Entry.Kind.ROLLBACK) {
          world.gates().set("prod", "smoke", Verdict.PASS);
        }
        world.pass(Duration.ofSeconds(20));
      }
    }
    List<String> end = new ArrayList<>(world.logbook("prod"));
    end.add(world.cluster("prod").digest());
    return end;
  }

  private Course course() {
    return course(world);
  }

  private static Course course(World world) {
    return Course.of(world.ledger("prod").read().history(Stage.APPLICATION)).orElseThrow();
  }

  private Slots slots() {
    return ((Course.BlueGreen) course()).slots();
  }

  private List<Entry> entries(Entry.Kind kind) {
    return world.ledger("prod").read().history(Stage.APPLICATION).reversed().stream()
        .filter(entry -> entry.kind() == kind)
        .toList();
  }

  private void release(String commit) {
    world.commit(commit);
    rounds(30);
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void wait(Duration time) {
    daemon.round();
    world.pass(time);
    rounds(6);
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      daemon.round();
      invariants.check();
      world.pass(Duration.ofSeconds(20));
    }
  }
}
