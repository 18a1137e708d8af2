package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A release that gets a growing share of the traffic, from the first copy to the last. */
class CanaryStepsTest {

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Strategy CANARY =
      new Strategy.Canary(Strategy.Router.NGINX, List.of(), List.of(20, 60), PAUSE);
  private static final Stage PROD =
      Stage.first("prod", Stage.CONFIG, Stage.ANALYSIS, Stage.SMOKE).with(CANARY);

  private final World world = new World(PROD);
  private final Daemon daemon = new Daemon(world);

  @Test
  void theFirstReleaseHasNothingToRunBeside() {
    release("a");
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified");
  }

  @Test
  void eachStepIsRecordedBeforeItRunsAndLasts() {
    release("a");
    world.commit("b");
    daemon.settle();

    assertThat(world.logbook("prod"))
        .containsExactly(
            "Promote a", "Verified", "Promote b", "Phase", "Phase", "Phase", "Verified");
    List<Entry> phases = entries(Entry.Kind.PHASE);
    assertThat(phases)
        .extracting(Entry::reason)
        .containsExactly(
            "canary with 20 % of the traffic (step 1 of 2)",
            "canary with 60 % of the traffic (step 2 of 2)", "takes the place of release 1");
    assertThat(phases.getFirst().gates()).as("nobody has used it yet").isEmpty();
    assertThat(phases.get(1).gates()).extracting(one -> one.gate()).containsExactly("analysis");
    assertThat(phases.get(1).policy()).isEqualTo(World.POLICY);
    assertThat(Duration.between(phases.get(0).at(), phases.get(1).at())).isGreaterThan(PAUSE);
    assertThat(Duration.between(phases.get(1).at(), phases.get(2).at())).isGreaterThan(PAUSE);
    assertThat(world.cluster("prod").digest()).isEqualTo(world.digest("b"));
  }

  @Test
  void theStepsTakeTheirTimeBeyondTheDeadline() {
    release("a");
    world.commit("b");
    rounds(2);
    Instant at = entries(Entry.Kind.PROMOTE).getLast().at();

    assertThat(world.promotion("prod", "b").deadline())
        .contains(at.plus(PROD.policy().deadline()).plus(PAUSE.multipliedBy(2)));
  }

  @Test
  void aStepThatIsNotHealthyBeginsAnew() {
    release("a");
    world.commit("b");
    untilPhases(1);
    daemon.settle(Duration.ofMinutes(8));
    world
        .cluster("prod")
        .force(Optional.of(dev.sluice.model.Health.State.PROGRESSING), world.now());
    daemon.settle(Duration.ofMinutes(2));
    world.cluster("prod").force(Optional.empty(), world.now());
    Instant again = world.now();
    untilPhases(2);

    assertThat(entries(Entry.Kind.PHASE).getLast().at()).isAfterOrEqualTo(again.plus(PAUSE));
  }

  @Test
  void whatFailsItsAnalysisLeavesTheStableReleaseAlone() {
    release("a");
    world.commit("b");
    untilPhases(2);
    world.gates().set("prod", "analysis", Verdict.FAIL);
    rounds(3);

    assertThat(world.logbook("prod"))
        .endsWith("Promote b", "Phase", "Phase", "Failed", "Veto", "Rollback a", "Pin");
    assertThat(world.cluster("prod").digest()).isEqualTo(world.digest("a"));
    Entry failed = entries(Entry.Kind.FAILED).getLast();
    assertThat(failed.reason())
        .isEqualTo("canary with 60 % of the traffic (step 2 of 2): analysis: analysis says Fail");
    assertThat(failed.gates()).extracting(one -> one.gate()).contains("analysis");
    daemon.settle();
    assertThat(world.logbook("prod")).endsWith("Verified");
  }

  @Test
  void withoutRollbackTheStableReleaseGoesOnAllTheSame() {
    World manual = new World(PROD.with(PromotionPolicy.Rollback.MANUAL));
    Daemon there = new Daemon(manual);
    manual.commit("a");
    there.settle();
    manual.cluster("prod").fate(manual.digest("b"), Cluster.Fate.CRASHES);
    manual.commit("b");
    there.settle();

    assertThat(manual.state("prod", "b")).isEqualTo(State.HELD);
    assertThat(manual.logbook("prod")).endsWith("Promote b", "Failed", "Veto");
    assertThat(manual.cluster("prod").digest()).isEqualTo(manual.digest("a"));

    manual.commit("c");
    there.settle();
    assertThat(manual.logbook("prod"))
        .as("beside what goes on")
        .endsWith("Promote c", "Phase", "Phase", "Phase", "Verified");
  }

  @Test
  void inconclusiveWaitsForAPersonInEachStepAnew() {
    release("a");
    world.commit("b");
    world.gates().set("prod", "analysis", Verdict.INCONCLUSIVE);
    untilPhases(1);
    daemon.settle(Duration.ofMinutes(2));
    assertThat(world.state("prod", "b")).isEqualTo(State.PAUSED);

    world.ask("prod", Request.Action.RESUME);
    untilPhases(2);
    assertThat(entries(Entry.Kind.PHASE).getLast().skipped())
        .containsEntry("analysis", "resumed by ada: reason of request-1");
    daemon.settle(Duration.ofMinutes(2));
    assertThat(world.state("prod", "b")).as("asked again").isEqualTo(State.PAUSED);
    assertThat(world.promotion("prod", "b").skipped()).isEmpty();
  }

  @Test
  void whatIsNotKnownToBeGoodIsNotKeptBeside() {
    World manual = new World(PROD.with(PromotionPolicy.Rollback.MANUAL));
    Daemon there = new Daemon(manual);
    manual.cluster("prod").fate(manual.digest("bad"), Cluster.Fate.CRASHES);
    manual.commit("bad");
    there.settle();
    manual.commit("fix");
    there.settle();

    assertThat(manual.logbook("prod"))
        .containsExactly("Promote bad", "Failed", "Veto", "Promote fix", "Verified");
  }

  @Test
  void aPolicyWithoutStepsEndsThemAfterTheGates() {
    release("a");
    world.commit("b");
    untilPhases(1);
    world.replace(PROD.with(new Strategy.Rolling()));
    daemon.settle();

    assertThat(world.logbook("prod")).endsWith("Promote b", "Phase", "Phase", "Verified");
    assertThat(entries(Entry.Kind.PHASE).getLast().gates()).hasSize(1);
  }

  @Test
  void wheneverTheDaemonDiesItComesToTheSameEnd() {
    List<String> undisturbed = life(Integer.MAX_VALUE);
    for (int steps = 1; steps <= 60; steps++) {
      assertThat(life(steps)).as("dies at step %d", steps).isEqualTo(undisturbed);
    }
  }

  private static final class Dies extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Two releases; the daemon dies once, between two durable steps, and loses all it remembers. */
  private static List<String> life(int steps) {
    World world = new World(PROD);
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
    for (String commit : List.of("a", "b")) {
      world.commit(commit);
      for (int round = 0; round < 120; round++) {
        try {
          daemon.round();
        } catch (Dies end) {
          daemon.restart();
        }
        invariants.check();
        world.pass(Duration.ofSeconds(20));
      }
    }
    List<String> end = new ArrayList<>(world.logbook("prod"));
    end.add(world.cluster("prod").digest());
    return end;
  }

  private void untilPhases(int count) {
    for (int round = 0; round < 200 && entries(Entry.Kind.PHASE).size() < count; round++) {
      rounds(1);
    }
    assertThat(entries(Entry.Kind.PHASE)).hasSize(count);
    assertThat(Course.of(world.ledger("prod").read().history(Stage.APPLICATION)))
        .get()
        .isInstanceOf(Course.Canary.class);
  }

  private List<Entry> entries(Entry.Kind kind) {
    return world.ledger("prod").read().history(Stage.APPLICATION).reversed().stream()
        .filter(entry -> entry.kind() == kind)
        .toList();
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
