package dev.sluice.promote.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two daemons with one ledger, whose clocks differ, that look at old states of it, die, and lose
 * the race to write: of what is due, nothing is held twice, and nothing is forgotten.
 */
class TwoDaemonsDrillTest {

  private static final Duration LIFE = Duration.ofDays(25);

  /** Twice around the change of clocks, at an hour that is skipped, or there twice. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-15T00:00:00Z", "2026-10-12T00:00:00Z"})
  void everyDueTimeIsServedOnceAtTheMost(String from) {
    DrillSchedule nightly =
        new DrillSchedule(
            "30 2 * * *", "Europe/Berlin", Duration.ofMinutes(30), Duration.ofHours(6));
    for (int seed = 0; seed < 4; seed++) {
      Instant begin = Instant.parse(from);
      LedgerState ledger = live(new Random(seed), nightly, begin);
      List<String> begun = ScheduledDrillsTest.begun(ledger);
      assertThat(begun)
          .as("seed " + seed)
          .doesNotHaveDuplicates()
          .isSorted()
          .hasSizeGreaterThan(12);
      assertThat(unsettled(ledger, nightly, begin)).as("seed " + seed).isEmpty();
    }
  }

  private LedgerState live(Random random, DrillSchedule schedule, Instant begin) {
    List<Regions> daemons = List.of(daemon(schedule, begin), daemon(schedule, begin));
    List<Duration> clocks = List.of(Duration.ZERO, Duration.ofSeconds(random.nextInt(240) - 120));
    LedgerState ledger = daemons.getFirst().dr;
    Instant now = begin;
    while (now.isBefore(begin.plus(LIFE))) {
      now =
          now.plusSeconds(random.nextInt(10) == 0 ? random.nextInt(36_000) : random.nextInt(2_400));
      for (int i = 0; i < 24; i++) {
        int who = random.nextInt(2);
        Regions daemon = daemons.get(who);
        daemon.now = now.plus(clocks.get(who)).plusSeconds(2L * i);
        if (random.nextInt(3) > 0) {
          daemon.dr = ledger; // otherwise it knows what it knew
        }
        daemon.drHealth =
            random.nextInt(10) == 0 ? new Health(Health.State.DEGRADED, "") : Health.HEALTHY;
        LedgerState seen = daemon.dr;
        daemon.tick();
        if (daemon.dr != seen && seen == ledger && random.nextInt(8) > 0) {
          ledger = daemon.dr; // its push was first
        } else {
          daemon.dr = seen; // refused, or it died before
        }
      }
    }
    return ledger;
  }

  private static Regions daemon(DrillSchedule schedule, Instant begin) {
    Regions regions = new Regions();
    regions.dr = ScheduledDrillsTest.verified();
    regions.drill = Optional.of(schedule);
    regions.now = begin;
    return regions;
  }

  /** Due times of which the ledger does not say that one was held, or why not. */
  private static List<Instant> unsettled(
      LedgerState ledger, DrillSchedule schedule, Instant begin) {
    List<Instant> open = new ArrayList<>();
    List<Instant> settled =
        ledger.history("").stream()
            .filter(entry -> entry.kind() == Entry.Kind.DRILL)
            .flatMap(entry -> Optional.ofNullable(entry.details().get(DrillSchedule.DUE)).stream())
            .map(Instant::parse)
            .toList();
    assertThat(settled).hasSameSizeAs(new HashSet<>(settled));
    Instant end = begin.plus(LIFE).minus(Duration.ofDays(1));
    Instant due = schedule.times().next(begin.plus(Duration.ofDays(1))).orElseThrow();
    while (due.isBefore(end)) {
      if (!settled.contains(due)) {
        open.add(due);
      }
      due = schedule.times().next(due.plusMillis(1)).orElseThrow();
    }
    return open;
  }
}
