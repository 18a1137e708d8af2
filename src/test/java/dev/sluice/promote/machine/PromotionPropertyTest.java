package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random lives: commits, flipping gates and health, people who agree, refuse and ask for all sorts
 * of things, and a daemon that dies between any two writes, loses the race for the ledger, forgets
 * everything, and has its resources deleted. {@code -Dsluice.seed=N} repeats one.
 */
class PromotionPropertyTest {

  private static final int LIVES = 100;
  private static final int LENGTH = 250;

  @Test
  void whateverHappensTheRulesHoldAndItEndsWell() {
    Long one = Long.getLong("sluice.seed");
    if (one != null) {
      live(one);
      return;
    }
    for (long seed = 1; seed <= LIVES; seed++) {
      live(seed);
    }
  }

  private static void live(long seed) {
    List<Happening> happenings =
        Happening.life(new Random(seed), new Life(new Random(seed)).stages(), LENGTH);
    Life life = end(seed, happenings);
    // The same without anything going wrong with the daemon.
    Life undisturbed =
        end(seed, happenings.stream().filter(one -> !(one instanceof Happening.Mishap)).toList());
    assertThat(life.state()).as("seed %d", seed).isEqualTo(undisturbed.state());
  }

  private static Life end(long seed, List<Happening> happenings) {
    Life life = new Life(new Random(seed));
    try {
      life.live(happenings);
      life.calm();
      life.endsWell();
      life.isRebuilt();
      return life;
    } catch (AssertionError | RuntimeException fault) {
      throw new AssertionError(
          "seed %d: %s\n%s".formatted(seed, fault.getMessage(), life.logbooks()), fault);
    }
  }
}
