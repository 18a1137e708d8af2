package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy.Reverify;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A verified release that is looked at again, where the policy says so. */
class ReverificationTest {

  private static final Reverify DEGRADED =
      new Reverify(Optional.empty(), Optional.of(Duration.ofMinutes(15)));
  private static final Reverify HOURLY =
      new Reverify(Optional.of(Duration.ofHours(1)), Optional.empty());

  @Test
  void whatIsDownForGoodIsRevokedAndTakenBackDownstream() {
    World world = world(DEGRADED);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    assertThat(world.state("prod", "a")).isEqualTo(State.GATING);
    world.cluster("staging").force(Optional.of(Health.State.DEGRADED), world.now());
    rounds(world, daemon, Duration.ofMinutes(14));
    assertThat(world.standing("staging").isVerified()).isTrue();

    rounds(world, daemon, Duration.ofMinutes(3));
    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified", "Revoked");
    assertThat(newest(world).reason()).startsWith("it is Degraded since 2026-01-05T09:0");
    assertThat(newest(world).by()).isEqualTo(Entry.DAEMON);
    assertThat(world.state("staging", "a")).isEqualTo(State.REVOKED);
    assertThat(world.state("prod", "a")).isEqualTo(State.SUPERSEDED);
    assertThat(world.promotion("prod", "a").message())
        .isEqualTo("taken back, because staging release 1 was revoked");
  }

  @Test
  void whatStumblesIsNotNorIsWhatNobodyKnows() {
    World world = world(DEGRADED);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    for (int time = 0; time < 5; time++) {
      world.cluster("staging").force(Optional.of(Health.State.DEGRADED), world.now());
      rounds(world, daemon, Duration.ofMinutes(10));
      world.cluster("staging").force(Optional.empty(), world.now());
      rounds(world, daemon, Duration.ofMinutes(2));
    }
    world.cluster("staging").force(Optional.of(Health.State.UNKNOWN), world.now());
    rounds(world, daemon, Duration.ofHours(2));
    world.cluster("staging").force(Optional.of(Health.State.DEGRADED), world.now());
    world.cluster("staging").reachable(false);
    rounds(world, daemon, Duration.ofHours(2));

    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified");
  }

  @Test
  void withoutAPolicyItStaysVerified() {
    World world = world(Reverify.NEVER);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    world.cluster("staging").force(Optional.of(Health.State.DEGRADED), world.now());
    world.gates().set("staging", "smoke", Verdict.FAIL);
    rounds(world, daemon, Duration.ofHours(5));

    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified");
  }

  @Test
  void aGateThatFailsTwiceInARowRevokes() {
    World world = world(HOURLY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    world.gates().set("staging", "smoke", Verdict.FAIL);
    rounds(world, daemon, Duration.ofMinutes(50));
    assertThat(world.standing("staging").isVerified()).as("it is not asked yet").isTrue();

    rounds(world, daemon, Duration.ofMinutes(15));
    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified", "Revoked");
    assertThat(newest(world).reason()).isEqualTo("smoke: smoke says Fail, twice in a row");
  }

  @Test
  void aGateThatFailsOnceOrCannotTellRevokesNothing() {
    World world = world(HOURLY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    world.gates().set("staging", "smoke", Verdict.FAIL);
    while (!world.promotion("staging", "a").message().contains("failed once")) {
      rounds(world, daemon, Duration.ofSeconds(20));
    }
    assertThat(world.state("staging", "a")).isEqualTo(State.SUCCEEDED);
    world.gates().set("staging", "smoke", Verdict.INCONCLUSIVE);
    rounds(world, daemon, Duration.ofHours(3));
    world.gates().reset();
    rounds(world, daemon, Duration.ofMinutes(5));

    assertThat(world.promotion("staging", "a").message()).isEqualTo("verified");
    assertThat(world.logbook("staging")).containsExactly("Promote a", "Verified");
  }

  @Test
  void theRoundGoesOnAfterARestartAndWithoutItsResource() {
    World world = world(HOURLY);
    Daemon daemon = new Daemon(world);
    arrive(world, daemon, "a");
    rounds(world, daemon, Duration.ofMinutes(90));
    world.deletePromotions();
    daemon.restart();
    world.gates().set("staging", "smoke", Verdict.FAIL);
    rounds(world, daemon, Duration.ofMinutes(65));

    assertThat(world.logbook("staging")).endsWith("Verified", "Revoked");
  }

  private static World world(Reverify reverify) {
    return new World(
        Stage.first("staging", Stage.SMOKE).with(reverify),
        Stage.after("staging", "prod", Stage.approval(1)));
  }

  private static void arrive(World world, Daemon daemon, String commit) {
    world.commit(commit);
    rounds(world, daemon, Duration.ofMinutes(4));
    assertThat(world.standing("staging").isVerified()).isTrue();
  }

  private static void rounds(World world, Daemon daemon, Duration time) {
    for (long passed = 0; passed < time.toSeconds(); passed += 20) {
      boolean ignored = daemon.round();
      world.pass(Duration.ofSeconds(20));
    }
  }

  private static Entry newest(World world) {
    return world.ledger("staging").read().history(Stage.APPLICATION).getFirst();
  }
}
