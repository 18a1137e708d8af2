package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another version of the renderer comes while two releases run side by side. */
class RebaselineSideBySideTest {

  private static final String NEXT = "engine-2";
  private static final Strategy SLOTS = new Strategy.BlueGreen(List.of(), Duration.ofDays(1));
  private static final Strategy CANARY =
      new Strategy.Canary(Strategy.Router.NGINX, List.of(), List.of(30, 60), Duration.ofMinutes(3));

  @Test
  void bothSlotsAreRecordedAnewAndNothingIsReleased() {
    Given given = new Given(SLOTS);
    given.release("a");
    given.release("b");
    Slots before = given.slots();
    given.upgrade();
    given.daemon.settle();

    assertThat(given.world.logbook("prod"))
        .endsWith("Promote b", "Phase", "Verified", "Baseline", "Baseline");
    Slots now = given.slots();
    assertThat(now.front().slot()).isEqualTo(before.front().slot());
    assertThat(now.front().release().digest()).isEqualTo("digest-b-engine-2");
    assertThat(now.back().orElseThrow().release().digest()).isEqualTo("digest-a-engine-2");
    assertThat(given.world.cluster("prod").digest())
        .as("and is applied so")
        .isEqualTo(now.digest());
    assertThat(given.world.open("prod")).isEmpty();
  }

  @Test
  void theWayBackIsStillASwitch() {
    Given given = new Given(SLOTS);
    given.release("a");
    given.release("b");
    given.upgrade();
    given.daemon.settle();
    String request = given.world.ask("prod", Request.Action.ROLLBACK);
    given.daemon.settle(Duration.ofMinutes(10));

    assertThat(given.world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    Entry back = given.world.standing("prod").current().orElseThrow();
    assertThat(back.kind()).isEqualTo(Entry.Kind.ROLLBACK);
    assertThat(back.details()).containsEntry(Phases.PHASE, Phases.SWITCH);
    assertThat(given.slots().front().release()).isEqualTo(back);
  }

  @Test
  void aReleaseThatIsTriedIsSwitchedToAllTheSame() {
    Given given = new Given(SLOTS);
    given.release("a");
    given.hold("b");
    given.upgrade();
    given.goOn();

    assertThat(given.world.logbook("prod")).containsOnlyOnce("Promote b");
    assertThat(given.slots().front().release().commit()).isEqualTo("b");
    assertThat(given.world.standing("prod").isVerified()).isTrue();
    given.release("c");
  }

  @Test
  void whatFailsInItsSlotLeavesTheOtherOneRecordedAnew() {
    Given given = new Given(SLOTS);
    given.release("a");
    given.world.cluster("prod").fate(given.world.digest("bad"), Cluster.Fate.CRASHES);
    given.hold("bad");
    given.upgrade();
    given.goOn();

    assertThat(given.world.logbook("prod")).containsSubsequence("Failed", "Veto", "Rollback a");
    assertThat(given.slots().front().release().commit()).isEqualTo("a");
    assertThat(given.slots().front().release().details()).containsEntry(Entry.ENGINE, NEXT);
    assertThat(given.slots().back()).isEmpty();
    assertThat(given.world.standing("prod").isVerified()).isTrue();
  }

  @Test
  void aCanaryGoesOnInItsStep() {
    Given given = new Given(CANARY);
    given.release("a");
    given.hold("b");
    Course.Canary before = (Course.Canary) given.course();
    given.upgrade();
    given.daemon.settle(Duration.ofMinutes(1));
    Course.Canary now = (Course.Canary) given.course();
    assertThat(now.step()).isEqualTo(before.step());
    assertThat(now.weight()).isEqualTo(before.weight());
    assertThat(now.coming().digest()).isEqualTo("digest-b-engine-2");
    assertThat(now.stable().digest()).isEqualTo("digest-a-engine-2");
    assertThat(given.world.cluster("prod").digest()).isEqualTo(now.digest());
    given.goOn();

    assertThat(given.world.logbook("prod"))
        .endsWith("Promote b", "Baseline", "Baseline", "Phase", "Phase", "Phase", "Verified");
    assertThat(given.course().digest()).isEqualTo("digest-b-engine-2");
  }

  /** Staging, and behind it prod with a strategy. */
  private static final class Given {

    private final World world;
    private final Daemon daemon;

    Given(Strategy strategy) {
      world =
          new World(
              Stage.first("staging", Stage.SMOKE),
              Stage.after("staging", "prod", Stage.ANALYSIS, Stage.SMOKE).with(strategy));
      daemon = new Daemon(world);
    }

    void release(String commit) {
      world.commit(commit);
      daemon.settle(Duration.ofMinutes(30));
      assertThat(world.standing("prod").current().map(Entry::commit)).contains(commit);
      assertThat(world.standing("prod").isVerified()).isTrue();
    }

    /** It comes up beside what runs, and is not healthy yet. */
    void hold(String commit) {
      world.cluster("prod").force(Optional.of(Health.State.PROGRESSING), world.now());
      world.commit(commit);
      daemon.settle(Duration.ofMinutes(5));
      assertThat(world.state("prod", commit)).isEqualTo(State.PROGRESSING);
    }

    void goOn() {
      world.cluster("prod").force(Optional.empty(), world.now());
      daemon.settle(Duration.ofMinutes(40));
    }

    void upgrade() {
      daemon.restart();
      world.engine(NEXT);
    }

    Course course() {
      return Course.of(world.ledger("prod").read().history(Stage.APPLICATION)).orElseThrow();
    }

    Slots slots() {
      return ((Course.BlueGreen) course()).slots();
    }
  }
}
