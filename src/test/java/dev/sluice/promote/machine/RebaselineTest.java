package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another version of the renderer makes something else of the same commits. */
class RebaselineTest {

  private static final String NEXT = "engine-2";

  private final World world =
      new World(Stage.first("staging", Stage.SMOKE), Stage.after("staging", "prod", Stage.SMOKE));
  private final Daemon daemon = new Daemon(world);

  @Test
  void whatRunsIsRecordedAnewAndNothingIsPromoted() {
    release("a");
    upgrade();
    daemon.settle();

    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified", "Baseline");
    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified", "Baseline");
    Entry current = world.standing("prod").current().orElseThrow();
    assertThat(current.digest()).isEqualTo("digest-a-engine-2");
    assertThat(current.details()).containsEntry(Entry.ENGINE, NEXT);
    assertThat(world.standing("prod").isVerified()).isTrue();
    assertThat(Course.of(world.ledger("prod").read().history(Stage.APPLICATION)))
        .get()
        .extracting(Course::digest)
        .isEqualTo("digest-a-engine-2");
    assertThat(world.open("prod")).isEmpty();

    release("b");
  }

  @Test
  void aReleaseUnderWayIsVerifiedAllTheSame() {
    release("a");
    world.cluster("staging").force(Optional.of(Health.State.PROGRESSING), world.now());
    world.commit("b");
    daemon.settle(Duration.ofMinutes(5));
    assertThat(world.state("staging", "b")).isEqualTo(State.PROGRESSING);
    upgrade();
    world.cluster("staging").force(Optional.empty(), world.now());
    daemon.settle();

    assertThat(world.logbook("staging")).endsWith("Promote b", "Baseline", "Verified");
    assertThat(world.standing("prod").current().orElseThrow().commit()).isEqualTo("b");
  }

  @Test
  void whatFailedDoesNotComeBackBecauseItRendersOtherwise() {
    release("a");
    world.cluster("staging").fate(world.digest("bad"), Cluster.Fate.CRASHES);
    world.commit("bad");
    daemon.settle();
    assertThat(world.logbook("staging")).endsWith("Veto", "Rollback a", "Pin", "Verified");
    upgrade();
    daemon.settle();

    assertThat(world.logbook("staging"))
        .endsWith("Veto", "Rollback a", "Pin", "Verified", "Baseline");
    release("c");
  }

  @Test
  void aRollbackGoesBackToWhatTheFormerOneRendered() {
    release("a");
    release("b");
    upgrade();
    daemon.settle();
    String request = world.ask("prod", Request.Action.ROLLBACK);
    daemon.settle();

    assertThat(world.answer(request).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod"))
        .endsWith("Baseline", "Rollback a", "Pin", "Veto", "Baseline", "Verified");
    assertThat(world.standing("prod").current().orElseThrow().digest())
        .isEqualTo("digest-a-engine-2");
  }

  @Test
  void itIsRecordedOnce() {
    release("a");
    upgrade();
    daemon.settle();
    daemon.restart();
    world.deletePromotions();
    daemon.settle();

    assertThat(world.logbook("prod")).containsExactly("Promote a", "Verified", "Baseline");
  }

  private void upgrade() {
    daemon.restart();
    world.engine(NEXT);
  }

  private void release(String commit) {
    world.commit(commit);
    daemon.settle();
    assertThat(world.standing("prod").current().map(Entry::commit)).contains(commit);
    assertThat(world.standing("prod").isVerified()).isTrue();
  }
}
