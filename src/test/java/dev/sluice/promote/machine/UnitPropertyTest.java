package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random lives of a unit of three: whatever happens, all entries of a commit of the unit are there
 * or none, what runs is always what one commit renders to, and it ends well. {@code
 * -Dsluice.seed=N} repeats one.
 */
class UnitPropertyTest {

  private static final int LIVES = 100;
  private static final int LENGTH = 250;

  private static final List<Request.Action> ACTIONS =
      List.of(
          Request.Action.ROLLBACK,
          Request.Action.ROLLBACK,
          Request.Action.REVOKE,
          Request.Action.RETRY,
          Request.Action.ABORT,
          Request.Action.FAIL,
          Request.Action.PIN,
          Request.Action.UNPIN,
          Request.Action.FREEZE,
          Request.Action.HOTFIX,
          Request.Action.PROMOTE);

  @Test
  void whateverHappensAUnitStaysOne() {
    Long one = Long.getLong("sluice.seed");
    long first = one == null ? 1 : one;
    for (long seed = first; seed < first + (one == null ? LIVES : 1); seed++) {
      Life life = new Life(new Random(seed));
      try {
        life.live();
        life.endsWell();
      } catch (AssertionError | RuntimeException fault) {
        throw new AssertionError(
            "seed %d: %s\n%s".formatted(seed, fault.getMessage(), life.logbooks()), fault);
      }
    }
  }

  /** The daemon dies. */
  private static final class Dies extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Life implements Daemon.Mishaps {

    private final Random random;
    private final UnitWorld world;
    private final Set<Map<String, String>> known = new HashSet<>();
    private int steps = Integer.MAX_VALUE;
    private boolean overtaken;
    private int checked;

    Life(Random random) {
      this.random = random;
      PromotionPolicy.Supersede[] ways = PromotionPolicy.Supersede.values();
      PromotionPolicy.Rollback[] rollbacks = PromotionPolicy.Rollback.values();
      world =
          new UnitWorld(
              Stage.first("prod", Stage.CONFIG, Stage.SMOKE)
                  .with(ways[random.nextInt(ways.length)])
                  .with(rollbacks[random.nextInt(rollbacks.length)])
                  .maxAge(Duration.ofHours(1 + random.nextInt(4)))
                  .policy(),
              this,
              "backend",
              "frontend",
              "worker");
    }

    void live() {
      for (int step = 0; step < LENGTH; step++) {
        try {
          happen(step);
        } catch (Dies end) {
          world.restart();
        }
        check();
      }
    }

    private void happen(int step) {
      int dice = random.nextInt(100);
      if (dice < 45) {
        world.applications().forEach(world::run);
        boolean ignored = world.decide();
      } else if (dice < 60) {
        world.pass(Duration.ofSeconds(random.nextInt(180)));
      } else if (dice < 68) {
        commit("c" + step);
      } else if (dice < 76) {
        world.gate(application(), random.nextBoolean() ? "config" : "smoke", verdict());
      } else if (dice < 80) {
        world.cluster(application()).force(state(), world.now());
      } else if (dice < 90) {
        ask();
      } else if (dice < 95) {
        steps = random.nextInt(8);
      } else if (dice < 97) {
        overtaken = true;
      } else if (dice < 98) {
        world.restart();
      } else {
        world.deletePromotions();
      }
    }

    private void commit(String name) {
      List<String> commits = world.commits();
      if (!commits.isEmpty() && random.nextInt(6) == 0) {
        world.commit(name, world.contents(commits.get(random.nextInt(commits.size()))));
        return;
      }
      String[] changed =
          world.applications().stream()
              .filter(one -> commits.isEmpty() || random.nextBoolean())
              .toArray(String[]::new);
      world.commit(name, changed);
      for (String application : changed) {
        switch (random.nextInt(9)) {
          case 0 -> world.cluster(application).fate(application + "-" + name, Cluster.Fate.CRASHES);
          case 1 ->
              world.cluster(application).fate(application + "-" + name, Cluster.Fate.FAILS_SMOKE);
          case 2 -> world.refuse(application + "-" + name);
          case 3 -> world.cluster(application).migrates(application + "-" + name);
          default -> {}
        }
      }
    }

    private void ask() {
      List<String> commits = world.commits();
      Request.Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      boolean revision = action == Request.Action.PROMOTE || action == Request.Action.HOTFIX;
      String unused =
          world.ask(
              application(),
              action,
              revision && !commits.isEmpty() ? commits.get(random.nextInt(commits.size())) : "",
              random.nextInt(3) == 0
                  ? OptionalLong.of(1 + random.nextInt(12))
                  : OptionalLong.empty());
    }

    private String application() {
      return world.applications().get(random.nextInt(world.applications().size()));
    }

    private Optional<Verdict> verdict() {
      return switch (random.nextInt(5)) {
        case 0 -> Optional.of(Verdict.PENDING);
        case 1 -> Optional.of(Verdict.ERROR);
        case 2 -> Optional.of(Verdict.INCONCLUSIVE);
        default -> Optional.empty();
      };
    }

    private Optional<Health.State> state() {
      return switch (random.nextInt(4)) {
        case 0 -> Optional.of(Health.State.UNKNOWN);
        case 1 -> Optional.of(Health.State.DEGRADED);
        default -> Optional.empty();
      };
    }

    @Override
    public void between(String step) {
      check();
      if (--steps < 0) {
        steps = Integer.MAX_VALUE;
        throw new Dies();
      }
    }

    @Override
    public boolean isOvertaken() {
      boolean now = overtaken;
      overtaken = false;
      return now;
    }

    // ---- what must be so

    private void check() {
      for (String application : world.applications()) {
        assertThat(world.open(application).stream().filter(one -> one.state() != State.PENDING))
            .as("active of " + application)
            .hasSizeLessThanOrEqualTo(1);
      }
      while (checked < world.appended().size()) {
        appended(world.appended().get(checked));
        checked++;
      }
    }

    private void appended(List<Entry> entries) {
      Map<String, List<Entry>> units =
          entries.stream()
              .filter(entry -> entry.details().containsKey(Units.NAME))
              .collect(Collectors.groupingBy(entry -> entry.details().get(Units.NAME)));
      units.forEach((name, together) -> {
        assertThat(together.size()).as("entries of unit " + name).isGreaterThan(1);
        assertThat(world.appended().subList(0, checked).stream().flatMap(List::stream))
            .as("all entries of a unit are in one commit")
            .noneMatch(entry -> name.equals(entry.details().get(Units.NAME)));
      });
      entries.stream()
          .filter(entry -> entry.kind().effect() == Entry.Effect.RELEASE)
          .forEach(Life::passed);
      if (checked == world.appended().size() - 1) {
        runsOneCommit();
      }
      verifiedTogether(entries);
    }

    private static void passed(Entry release) {
      assertThat(release.gates())
          .extracting(GateResult::verdict)
          .as("gates of %s", release)
          .containsOnly(Verdict.PASS);
    }

    /** What runs is what some commit renders to: never the one's new and the other's old. */
    private void runsOneCommit() {
      Map<String, String> runs = new HashMap<>();
      world
          .applications()
          .forEach(one ->
              world.standing(one).current().ifPresent(entry -> runs.put(one, entry.digest())));
      Set<Map<String, String>> rendered =
          world.commits().stream().map(world::contents).collect(Collectors.toSet());
      if (!runs.isEmpty()) {
        assertThat(rendered).as("what runs together").contains(runs);
      }
    }

    private void verifiedTogether(List<Entry> entries) {
      for (Entry verified : entries) {
        if (verified.kind() != Entry.Kind.VERIFIED) {
          continue;
        }
        String unit = unitOf(verified);
        world.appended().subList(0, checked).stream()
            .flatMap(List::stream)
            .filter(entry -> !unit.isEmpty() && unit.equals(entry.details().get(Units.NAME)))
            .forEach(release ->
                assertThat(entries)
                    .as("all of unit %s are verified together", unit)
                    .anyMatch(entry ->
                        entry.kind() == Entry.Kind.VERIFIED
                            && entry.application().equals(release.application())
                            && entry.about().orElse(0) == release.number()));
      }
    }

    private String unitOf(Entry outcome) {
      return world.history(outcome.application()).stream()
          .filter(entry -> entry.number() == outcome.about().orElse(0))
          .findFirst()
          .map(entry -> entry.details().getOrDefault(Units.NAME, ""))
          .orElse("");
    }

    void endsWell() {
      steps = Integer.MAX_VALUE;
      overtaken = false;
      world.gatesReset();
      world.applications().forEach(one -> world.cluster(one).force(Optional.empty(), world.now()));
      for (int again = 0; again < 2; again++) {
        for (String application : world.applications()) {
          String unpin = world.ask(application, Request.Action.UNPIN);
          String unfreeze = world.ask(application, Request.Action.UNFREEZE);
          assertThat(unpin).isNotEqualTo(unfreeze);
        }
        settle();
      }
      world.commit("last", world.applications().toArray(String[]::new));
      settle();
      for (String application : world.applications()) {
        assertThat(world.standing(application).current().map(Entry::commit))
            .as(application)
            .contains("last");
        assertThat(world.standing(application).isVerified()).as(application).isTrue();
        assertThat(world.open(application)).as(application).isEmpty();
      }
      assertThat(world.unanswered()).isEmpty();
    }

    private void settle() {
      Instant end = world.now().plus(Duration.ofHours(12));
      int quiet = 0;
      while (quiet < 4 && world.now().isBefore(end)) {
        world.applications().forEach(world::run);
        quiet = world.decide() ? 0 : quiet + 1;
        check();
        world.pass(Duration.ofMinutes(2));
      }
    }

    String logbooks() {
      return world.applications().stream()
          .map(one ->
              "%s: %s%n  %s"
                  .formatted(
                      one,
                      world.logbook(one),
                      world.promotions(one).stream()
                          .map(promotion ->
                              "%s %s %s: %s"
                                  .formatted(
                                      promotion.kind().word(),
                                      promotion.commit(),
                                      promotion.state(),
                                      promotion.message()))
                          .collect(Collectors.joining("\n  "))))
          .collect(Collectors.joining("\n"));
    }
  }
}
