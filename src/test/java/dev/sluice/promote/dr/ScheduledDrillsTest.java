package dev.sluice.promote.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Request.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drills that a schedule asks for, on the first of the month at three in Berlin. */
class ScheduledDrillsTest {

  private static final DrillSchedule MONTHLY =
      new DrillSchedule("0 3 1 * *", "Europe/Berlin", Duration.ofMinutes(30), Duration.ofHours(6));
  private static final Instant DUE = Instant.parse("2026-04-01T01:00:00Z");

  private final Regions regions = new Regions();

  @BeforeEach
  void runs() {
    regions.dr = verified();
    regions.drill = Optional.of(MONTHLY);
  }

  @Test
  void isHeldWhenItIsDueAsIfSomebodyAsked() {
    DrDecision first = regions.decide();
    assertThat(drills())
        .containsExactly(
            "sluice: drills are held by the schedule 0 3 1 * * (Europe/Berlin) from now on; the"
                + " next one is due at 2026-04-01T03:00+02:00");
    assertThat(first.append()).hasSize(1);
    assertThat(regions.decide().recheckAt()).contains(DUE);

    regions.now = DUE.minusMillis(1);
    assertThat(regions.tick()).isFalse();
    regions.now = DUE;
    settle();

    Takeover drill = Takeover.newest(regions.dr).orElseThrow();
    assertThat(drill.id()).isEqualTo("scheduled-20260401t0100z");
    assertThat(drill.outcome()).contains(Takeover.Outcome.VERIFIED);
    assertThat(drill.deadline()).isEqualTo(DUE.plus(Duration.ofMinutes(30)));
    Entry begun = drill.beginning();
    assertThat(begun.by()).isEqualTo("the schedule 0 3 1 * * (Europe/Berlin)");
    assertThat(begun.reason()).isEqualTo("due at 2026-04-01T03:00+02:00");
    assertThat(begun.details()).containsEntry(DrillSchedule.DUE, DUE.toString());
    assertThat(regions.steps().subList(1, regions.steps().size()))
        .as("the same as of one that a person asks for")
        .containsExactly(
            "begin Drill",
            "data Phase",
            "role Role",
            "health Phase",
            "smoke Phase",
            "revert Role",
            "restore Phase",
            "end Drill");
    assertThat(RoleInForce.of(regions.dr)).contains(Role.STANDBY);
    assertThat(regions.answers).as("nobody asked").isEmpty();
    assertThat(regions.tick()).as("once").isFalse();
    assertThat(regions.decide().recheckAt()).contains(Instant.parse("2026-05-01T01:00:00Z"));
  }

  @Test
  void isNotMadeUpForWhereItWasDueBeforeThereWasASchedule() {
    regions.now = DUE.plusSeconds(60);
    settle();
    assertThat(begun()).isEmpty();
    assertThat(regions.decide().overdue()).isEmpty();

    // Another schedule is another one.
    regions.drill =
        Optional.of(
            new DrillSchedule(
                "0 4 1 * *", "Europe/Berlin", MONTHLY.deadline(), Duration.ofHours(6)));
    regions.now = DUE.plus(Duration.ofHours(2));
    settle();
    assertThat(begun()).isEmpty();
    assertThat(drills()).hasSize(2);
  }

  @Test
  void isHeldLateOnceWhereEverybodyWasAway() {
    regions.tick();
    regions.now = DUE.plus(Duration.ofHours(6)).minusSeconds(1);
    settle();
    assertThat(begun()).containsExactly(DUE.toString());
    assertThat(Takeover.newest(regions.dr).orElseThrow().outcome())
        .contains(Takeover.Outcome.VERIFIED);
  }

  @Test
  void isLeftOutAndSaidWhereEverybodyWasAwayTooLong() {
    regions.tick();
    regions.now = DUE.plus(Duration.ofHours(6));
    settle();
    assertThat(begun()).isEmpty();
    assertThat(drills().getLast())
        .isEqualTo(
            "sluice: the drill that was due at 2026-04-01T03:00+02:00 was not held: it had to begin"
                + " before 2026-04-01T09:00+02:00");
    assertThat(regions.decide().overdue())
        .hasValueSatisfying(said ->
            assertThat(said)
                .startsWith("the drill that was due at 2026-04-01T03:00+02:00 was not held"));

    regions.until(regions.ask(Action.DRILL));
    assertThat(regions.decide().overdue()).as("somebody held one").isEmpty();
  }

  @Test
  void oneThatAPersonHeldSinceStandsForIt() {
    regions.tick();
    regions.now = DUE.minus(Duration.ofHours(1));
    regions.until(regions.ask(Action.DRILL));
    regions.now = DUE;
    settle();
    assertThat(begun()).as("an hour before is not since").hasSize(1);

    Instant next = Instant.parse("2026-05-01T01:00:00Z");
    regions.drHealth = new Health(Health.State.DEGRADED, "0 of 6 are ready");
    regions.now = next;
    settle();
    regions.drHealth = Health.HEALTHY;
    regions.until(regions.ask(Action.DRILL));
    settle();
    assertThat(begun()).as("nothing but what was asked for").hasSize(1);
  }

  @Test
  void waitsForWhatIsInItsWayAndSaysSo() {
    Map<String, Runnable> ways =
        Map.of(
            "shop is Degraded: 0 of 6 are ready",
            () -> regions.drHealth = new Health(Health.State.DEGRADED, "0 of 6 are ready"),
            "frozen by ada: the fair",
            () -> regions.dr = Regions.with(regions.dr, List.of(freeze())),
            "the release of shop that runs is not verified",
            () -> regions.dr = LedgerState.EMPTY,
            "it is late",
            () -> regions.behind = Optional.of("it is late"));
    ways.forEach((why, way) -> {
      Regions fresh = new Regions();
      regions.dr = verified();
      regions.drHealth = fresh.drHealth;
      regions.behind = fresh.behind;
      regions.now = fresh.now;
      way.run();
      regions.tick();
      regions.now = DUE;
      assertThat(regions.tick()).as(why).isFalse();
      assertThat(regions.decide().overdue()).as("a moment is nothing").isEmpty();

      regions.now = DUE.plus(Drills.GRACE);
      DrDecision waiting = regions.decide();
      assertThat(waiting.append()).isEmpty();
      assertThat(waiting.recheckAt()).contains(DUE.plus(Drills.GRACE).plusSeconds(60));
      assertThat(waiting.overdue())
          .contains(
              "the drill that was due at 2026-04-01T03:00+02:00 may begin until"
                  + " 2026-04-01T09:00+02:00, and waits: "
                  + why);

      regions.now = DUE.plus(MONTHLY.startWithin());
      settle();
      assertThat(begun()).as(why).isEmpty();
      assertThat(drills().getLast()).contains("was not held", why);
    });
  }

  @Test
  void beginsWhenWhatWasInItsWayIsOver() {
    regions.tick();
    regions.behind = Optional.of("it is late");
    regions.now = DUE.plus(Duration.ofHours(2));
    assertThat(regions.decide().overdue()).isPresent();
    regions.behind = Optional.empty();
    settle();
    assertThat(begun()).containsExactly(DUE.toString());
    assertThat(regions.decide().overdue()).isEmpty();
  }

  @Test
  void aStandbyThatServesIsNotTriedAndNobodyIsBothered() {
    regions.tick();
    regions.until(regions.ask(Action.FAILOVER));
    regions.now = DUE.plus(Duration.ofHours(1));
    assertThat(regions.tick()).isFalse();
    assertThat(regions.decide().overdue()).isEmpty();
    regions.now = DUE.plus(Duration.ofHours(7));
    settle();
    assertThat(drills().getLast()).contains("was not held", "dr serves: there is nothing to try");
  }

  @Test
  void aFailoverDoesNotWaitForIt() {
    regions.tick();
    regions.now = DUE;
    regions.tick();
    assertThat(Takeover.open(regions.dr)).isPresent();

    String told = regions.until(regions.ask(Action.FAILOVER)).message();

    assertThat(told).startsWith("dr serves");
    assertThat(begun()).containsExactly(DUE.toString());
    assertThat(drills()).anySatisfy(line -> assertThat(line).contains("gives way to a failover"));
  }

  private void settle() {
    for (int i = 0; i < 1_000 && regions.tick(); i++) {
      // until there is nothing to do
    }
  }

  /** When the drills that were begun by the schedule were due. */
  private List<String> begun() {
    return begun(regions.dr);
  }

  static List<String> begun(LedgerState ledger) {
    return ledger.history("").reversed().stream()
        .filter(entry -> "begin".equals(entry.details().get(Takeover.STEP)))
        .flatMap(entry -> Optional.ofNullable(entry.details().get(DrillSchedule.DUE)).stream())
        .toList();
  }

  private List<String> drills() {
    return regions.dr.history("").reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.DRILL)
        .map(entry -> entry.by() + ": " + entry.reason())
        .toList();
  }

  static LedgerState verified() {
    Entry release = LedgerEntries.release(1, "shop", "dr");
    return new LedgerState(
        "tip0",
        Map.of("shop", List.of(LedgerEntries.outcome(2, Entry.Kind.VERIFIED, release), release)));
  }

  private Entry freeze() {
    return new Entry(
        regions.dr.next(""),
        Entry.Kind.FREEZE,
        "",
        "dr",
        regions.now,
        "",
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        "ada",
        "the fair",
        Optional.empty(),
        Map.of(Freezes.LEVEL, "1"));
  }
}
