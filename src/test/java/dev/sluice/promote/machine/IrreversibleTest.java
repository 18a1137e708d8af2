package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Going back past what cannot be taken back: never by itself, and by a person knowingly. */
class IrreversibleTest {

  private final World world = new World(Stage.first("prod", Stage.SMOKE));
  private final Daemon daemon = new Daemon(world);

  @Test
  void whatAnEarlierReleaseDidCountsToo() {
    release("a");
    world.cluster("prod").migrates(world.digest("b"));
    fail("b");
    assertThat(world.state("prod", "b")).isEqualTo(State.HELD);
    assertThat(world.promotion("prod", "b").message())
        .contains("release 3 ran Job migrate, which is declared irreversible")
        .contains("sluice rollback --override irreversible");

    fail("c");
    assertThat(world.state("prod", "c"))
        .as("release 1 is before the migration")
        .isEqualTo(State.HELD);
    assertThat(world.promotion("prod", "c").message()).contains("release 3 ran Job migrate");

    release("d");
    fail("e");
    assertThat(world.logbook("prod"))
        .as("release d is after it")
        .endsWith("Promote e", "Failed", "Veto", "Rollback d", "Pin", "Verified");
  }

  @Test
  void aPersonGoesBackKnowinglyOnly() {
    release("a");
    world.cluster("prod").migrates(world.digest("b"));
    release("b");
    String asked = world.ask("prod", Request.Action.ROLLBACK);
    daemon.round();
    assertThat(world.answer(asked).result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(world.answer(asked).message())
        .isEqualTo(
            "release 3 ran Job migrate, which is declared irreversible: make sure that release 1"
                + " works with what it left, then ask again with --override irreversible");

    String again =
        world.ask(
            "prod",
            Request.Action.ROLLBACK,
            "",
            OptionalLong.of(1),
            Set.of(Request.Despite.IRREVERSIBLE));
    daemon.settle();
    assertThat(world.answer(again).result()).isEqualTo(Decision.Result.DONE);
    assertThat(world.logbook("prod")).endsWith("Rollback a", "Pin", "Veto", "Verified");
  }

  @Test
  void nothingIsTakenBackBeforeItIsKnownWhatRan() {
    release("a");
    world.cluster("prod").migrates(world.digest("b"));
    world.commit("b");
    daemon.decide(world.stage("prod"));
    daemon.decide(world.stage("prod"));
    daemon.run(world.stage("prod"));
    daemon.restart();
    world.ask("prod", Request.Action.FAIL);
    daemon.decide(world.stage("prod"));
    daemon.decide(world.stage("prod"));
    assertThat(world.standing("prod").outcome()).contains(Entry.Kind.FAILED);
    assertThat(world.open("prod")).extracting(Promotion::kind).doesNotContain(Entry.Kind.ROLLBACK);

    daemon.settle();
    assertThat(world.state("prod", "b")).isEqualTo(State.HELD);
  }

  @Test
  void whatItDidIsInTheLedger() {
    release("a");
    world.cluster("prod").migrates(world.digest("b"));
    release("b");
    assertThat(world.ledger("prod").read().history(Stage.APPLICATION).getFirst().details())
        .containsEntry(Irreversible.DETAIL, "Job migrate");
    world.deletePromotions();
    daemon.restart();
    fail("c");
    assertThat(world.logbook("prod")).endsWith("Rollback b", "Pin", "Verified");
  }

  private void release(String commit) {
    world.commit(commit);
    daemon.settle();
    assertThat(world.state("prod", commit)).isEqualTo(State.SUCCEEDED);
  }

  private void fail(String commit) {
    world.cluster("prod").fate(world.digest(commit), Cluster.Fate.CRASHES);
    world.commit(commit);
    daemon.settle();
    assertThat(world.state("prod", commit)).isIn(State.HELD, State.FAILED);
  }
}
