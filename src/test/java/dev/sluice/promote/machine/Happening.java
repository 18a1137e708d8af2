package dev.sluice.promote.machine;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Something that happens in a random life of the {@link World}. */
sealed interface Happening {

  /** The branch moves on. */
  record Commit(String name, String content, Cluster.Fate staging, Cluster.Fate prod)
      implements Happening {}

  /** A commit on another branch, as hotfixes are. */
  record Aside(String name) implements Happening {}

  /** A commit that a gate refuses. */
  record BadConfig(String name) implements Happening {}

  /** Somebody says yes to what is on its way. */
  record Approve(String stage, String who) implements Happening {}

  /** Somebody says no to it. */
  record Reject(String stage) implements Happening {}

  /** A gate answers this from now on; empty for what it really finds. */
  record Gate(String stage, String gate, Optional<Verdict> verdict) implements Happening {}

  /** Everything in a cluster is in this state; empty for as it really is. */
  record Fares(String stage, Optional<Health.State> state) implements Happening {}

  record Reach(String stage, boolean reachable) implements Happening {}

  /** A person asks for something; the commit is one of those there were, by its place. */
  record Ask(String stage, Request.Action action, int commit, OptionalLong release, int level)
      implements Happening {}

  /** Another version of the renderer comes with the next start of the daemon. */
  record Upgrade() implements Happening {}

  /**
   * The policy brings releases in another way from now on: one of those there are, by its place.
   */
  record Strategy(String stage, int place) implements Happening {}

  record Time(Duration passes) implements Happening {}

  record Decide(String stage) implements Happening {}

  /** What a replay leaves out. */
  sealed interface Mishap extends Happening {}

  /** The daemon dies after so many more steps. */
  record Crash(int steps) implements Mishap {}

  /** The next append comes too late. */
  record Overtaken() implements Mishap {}

  /** Somebody writes to a ledger. */
  record Elsewhere(String stage) implements Mishap {}

  /** A daemon of another region drives the stage too, with resources of its own. */
  record Rival(String stage) implements Mishap {}

  record Restart() implements Mishap {}

  /** The resources of all promotions are deleted. */
  record DeleteAll() implements Mishap {}

  /** A random life. */
  static List<Happening> life(Random random, List<Stage> stages, int length) {
    List<Happening> life = new ArrayList<>();
    while (life.size() < length) {
      String stage = stages.get(random.nextInt(stages.size())).name();
      life.add(next(random, stage, life.size()));
    }
    return life;
  }

  private static Happening next(Random random, String stage, int number) {
    int dice = random.nextInt(100);
    if (dice < 45) {
      return new Decide(stage);
    }
    if (dice < 60) {
      return new Time(Duration.ofSeconds(random.nextInt(180)));
    }
    if (dice < 68) {
      return commit(random, number);
    }
    if (dice < 78) {
      return random.nextInt(12) == 0
          ? new Reject(stage)
          : new Approve(stage, random.nextBoolean() ? "ada" : "bob");
    }
    if (dice < 83) {
      return gate(random, stage);
    }
    if (dice < 87) {
      return random.nextInt(3) == 0
          ? new Reach(stage, random.nextBoolean())
          : new Fares(stage, state(random));
    }
    if (dice == 87) {
      return random.nextInt(4) == 0 ? new Upgrade() : new Strategy(stage, random.nextInt(9));
    }
    return dice < 91 ? ask(random, stage) : mishap(random, stage);
  }

  private static Happening commit(Random random, int number) {
    String name = "c" + number;
    return switch (random.nextInt(9)) {
      case 0 -> new BadConfig(name);
      case 8 -> new Aside(name);
      // A revert, or a commit that changes nothing.
      case 1 -> new Commit(name, "c" + random.nextInt(number + 1), fate(0), fate(0));
      default -> new Commit(name, name, fate(random.nextInt(8)), fate(random.nextInt(5)));
    };
  }

  private static Cluster.Fate fate(int dice) {
    return switch (dice) {
      case 1 -> Cluster.Fate.CRASHES;
      case 2 -> Cluster.Fate.FAILS_SMOKE;
      default -> Cluster.Fate.GOOD;
    };
  }

  private static Happening gate(Random random, String stage) {
    String gate = random.nextBoolean() ? "config" : "smoke";
    return switch (random.nextInt(5)) {
      case 0 -> new Gate(stage, gate, Optional.of(Verdict.PENDING));
      case 1 -> new Gate(stage, gate, Optional.of(Verdict.ERROR));
      case 2 -> new Gate(stage, gate, Optional.of(Verdict.INCONCLUSIVE));
      default -> new Gate(stage, gate, Optional.empty());
    };
  }

  private static Optional<Health.State> state(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Optional.of(Health.State.UNKNOWN);
      case 1 -> Optional.of(Health.State.PROGRESSING);
      case 2 -> Optional.of(Health.State.DEGRADED);
      default -> Optional.empty();
    };
  }

  private static Happening ask(Random random, String stage) {
    Request.Action[] actions = Request.Action.values();
    return new Ask(
        stage,
        actions[random.nextInt(actions.length)],
        random.nextInt(100),
        random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(12)) : OptionalLong.empty(),
        1 + random.nextInt(2));
  }

  private static Happening mishap(Random random, String stage) {
    return switch (random.nextInt(10)) {
      case 8, 9 -> new Rival(stage);
      case 0, 1, 2 -> new Crash(random.nextInt(6));
      case 3, 4 -> new Overtaken();
      case 5 -> new Elsewhere(stage);
      case 6 -> new Restart();
      default -> new DeleteAll();
    };
  }
}
