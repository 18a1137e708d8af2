package dev.sluice.promote.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drills, failovers and failbacks as the ledgers have them; each tick takes a second. */
class DrMachineTest {

  private final Regions regions = new Regions();

  @Test
  void aDrillGoesThroughAllButTrafficAndComesBackWithItsTimes() {
    Request drill = regions.ask(Action.DRILL);

    Answered answered = regions.until(drill);

    assertThat(answered.result()).isEqualTo(Result.DONE);
    assertThat(answered.message())
        .isEqualTo(
            "dr could take over: recovered in 4.0 s"
                + " (data 1.0 s, role 1.0 s, health 1.0 s, smoke 1.0 s, revert 1.0 s, restore 1.0 s);"
                + " it stands by again");
    assertThat(regions.steps())
        .containsExactly(
            "begin Drill",
            "data Phase",
            "role Role",
            "health Phase",
            "smoke Phase",
            "revert Role",
            "restore Phase",
            "end Drill");
    assertThat(regions.elsewhere()).as("nobody touches production").isEmpty();
    assertThat(regions.asked).containsExactly(Step.DATA, Step.SMOKE, Step.RESTORE);
    Entry end = regions.dr.history("").getFirst();
    assertThat(end.details())
        .containsEntry("outcome", "Verified")
        .containsEntry("seconds", "4.0")
        .containsEntry("seconds.role", "1.0");
    assertThat(end.about()).hasValue(1);
    assertThat(role()).isEqualTo(Role.STANDBY);
  }

  @Test
  void aFailoverFencesTakesOverAndLeadsPeopleThere() {
    Request failover = regions.ask(Action.FAILOVER);

    Answered answered = regions.until(failover);

    assertThat(answered.result()).isEqualTo(Result.DONE);
    assertThat(answered.message()).startsWith("dr serves: recovered in ");
    assertThat(regions.steps())
        .containsExactly(
            "begin Phase",
            "fence Phase",
            "data Phase",
            "role Role",
            "health Phase",
            "smoke Phase",
            "traffic Phase",
            "end Verified");
    assertThat(regions.elsewhere()).containsExactly("Freeze", "Role standby");
    assertThat(role()).isEqualTo(Role.ACTIVE);
  }

  @Test
  void whoeverCannotBeFencedIsWaitedForAWhileAndThenOnRecord() {
    regions.prodObeys = false;
    Request failover = regions.ask(Action.FAILOVER);
    java.time.Instant began = regions.now;

    Answered answered = regions.until(failover);

    assertThat(answered.result()).isEqualTo(Result.DONE);
    assertThat(answered.message()).contains("prod may still serve: shop is not applied as standby");
    assertThat(Duration.between(began, regions.now)).isGreaterThan(Walk.FENCE_WAIT);
    assertThat(role()).isEqualTo(Role.ACTIVE);
  }

  @Test
  void aLedgerThatCannotBeWrittenDoesNotStopAFailover() {
    regions.prodUnknown = "the ledger of prod was edited by hand";
    Answered answered = regions.until(regions.ask(Action.FAILOVER));

    assertThat(answered.result()).isEqualTo(Result.DONE);
    assertThat(answered.message()).contains("prod was not fenced", "edited by hand");
    assertThat(regions.elsewhere()).isEmpty();
  }

  @Test
  void anOriginalWithoutTheRoleStandbyIsFrozenOnly() {
    regions.prodRoles = Roles.NONE;
    Answered answered = regions.until(regions.ask(Action.FAILOVER));

    assertThat(answered.message()).containsOnlyOnce("what runs there goes on serving");
    assertThat(Takeover.newest(regions.dr).orElseThrow().beginning().details().get(Takeover.NOTE))
        .as("known before anything is done")
        .contains("prod is only frozen");
    assertThat(regions.elsewhere()).containsExactly("Freeze");
  }

  @Test
  void aFailbackGivesEverythingBack() {
    regions.until(regions.ask(Action.FAILOVER));

    Answered answered = regions.until(regions.ask(Action.FAILBACK));

    assertThat(answered.result()).as(answered.message()).isEqualTo(Result.DONE);
    assertThat(answered.message()).startsWith("prod serves again: in ");
    assertThat(regions.elsewhere())
        .containsExactly("Freeze", "Role standby", "Role active", "Unfreeze");
    assertThat(regions.steps().subList(8, regions.steps().size()))
        .containsExactly(
            "begin Phase",
            "fence Role",
            "role Phase",
            "health Phase",
            "smoke Phase",
            "restore Phase",
            "end Verified");
    assertThat(role()).isEqualTo(Role.STANDBY);
  }

  @Test
  void aDrillThatFailsGoesBackAndSaysWhatFailed() {
    regions.verdicts.put(Step.SMOKE, Verdict.FAIL);
    Answered answered = regions.until(regions.ask(Action.DRILL));

    assertThat(answered.result()).isEqualTo(Result.REFUSED);
    assertThat(answered.message())
        .startsWith("dr could not take over; smoke: smoke of shop: said so");
    assertThat(role()).isEqualTo(Role.STANDBY);
    assertThat(Takeover.newest(regions.dr).orElseThrow().outcome())
        .contains(Takeover.Outcome.FAILED);
  }

  @Test
  void aDrillWhoseTimeIsOverGoesBackWhoeverLooks() {
    regions.drHealth = new Health(Health.State.PROGRESSING, "0 of 6 are ready");
    Request drill = regions.ask(Action.DRILL, Duration.ofMinutes(10));
    while (Takeover.open(regions.dr).map(Takeover::step).filter(Step.HEALTH::equals).isEmpty()) {
      regions.tick();
    }
    assertThat(role()).isEqualTo(Role.ACTIVE);

    // Everybody is dead for a day; whoever comes next has nothing but the ledgers.
    regions.now = regions.now.plus(Duration.ofDays(1));
    regions.tick();

    assertThat(role()).isEqualTo(Role.STANDBY);
    regions.drHealth = Health.HEALTHY;
    assertThat(regions.until(drill).message())
        .contains("health: its time was over while it waited: shop is Progressing: 0 of 6");
  }

  @Test
  void aFailoverThatFailsStaysAsFarAsItCameAndSaysWhatToDo() {
    regions.verdicts.put(Step.TRAFFIC, Verdict.FAIL);
    Answered answered = regions.until(regions.ask(Action.FAILOVER));

    assertThat(answered.result()).isEqualTo(Result.REFUSED);
    assertThat(answered.message())
        .contains("traffic of shop", "It stays active", "sluice dr failover dr", "failback dr");
    assertThat(role()).isEqualTo(Role.ACTIVE);

    regions.verdicts.clear();
    assertThat(regions.until(regions.ask(Action.FAILOVER)).result())
        .as("asked again")
        .isEqualTo(Result.DONE);
  }

  @Test
  void evidenceThatCannotBeHadIsWaitedForAndNeverPasses() {
    for (Verdict verdict : new Verdict[] {Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.PENDING}) {
      Regions one = new Regions();
      one.verdicts.put(Step.DATA, verdict);
      assertThat(one.until(one.ask(Action.FAILOVER)).result())
          .as(verdict.word())
          .isEqualTo(Result.REFUSED);
      assertThat(RoleInForce.of(one.dr)).as("nothing changed its role").isEmpty();
    }
  }

  @Test
  void oneAtATimeButAFailoverDoesNotWaitForADrill() {
    Request drill = regions.ask(Action.DRILL);
    regions.tick();
    regions.tick();
    Request second = regions.ask(Action.DRILL);
    regions.tick();
    assertThat(regions.answers.get(second.id()).message())
        .contains("a drill that ada asked for is under way");

    Request failover = regions.ask(Action.FAILOVER);
    assertThat(regions.until(failover).result()).isEqualTo(Result.DONE);
    assertThat(regions.answers.get(drill.id()).message()).contains("gives way to a failover");
    assertThat(Takeover.of(drill.id(), regions.dr.history("")).orElseThrow().outcome())
        .contains(Takeover.Outcome.ABORTED);
    assertThat(role()).isEqualTo(Role.ACTIVE);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(regions.until(regions.ask(Action.FAILBACK)).message()).contains("stands by already");
    regions.until(regions.ask(Action.FAILOVER));
    assertThat(regions.until(regions.ask(Action.FAILOVER)).message()).contains("serves already");
    assertThat(regions.until(regions.ask(Action.DRILL)).message()).contains("nothing to try");
    assertThat(regions.until(regions.ask(Action.FAILBACK, Duration.ofSeconds(-1))).message())
        .contains("would have to be through by");
  }

  @Test
  void aDaemonThatDiesBetweenAnyTwoWritesIsTakenUpByAnother() {
    for (Action action : new Action[] {Action.DRILL, Action.FAILOVER}) {
      Regions whole = new Regions();
      whole.until(whole.ask(action));
      for (int death = 0; death < 12; death++) {
        Regions torn = new Regions();
        Request request = torn.ask(action);
        for (int tick = 0; tick < death; tick++) {
          torn.tick();
        }
        Regions next = new Regions(); // knows nothing but the ledgers and the request
        next.now = torn.now;
        next.dr = torn.dr;
        next.prod = torn.prod;
        next.requests.add(request);
        next.until(request);
        assertThat(next.steps()).as(action + " after " + death).isEqualTo(whole.steps());
        assertThat(next.elsewhere()).isEqualTo(whole.elsewhere());
      }
    }
  }

  @Test
  void ofTwoThatDecideOnTheSameLedgerOneWins() {
    Regions east = new Regions();
    Regions west = new Regions();
    Request here = east.ask(Action.FAILOVER);
    Request there =
        new Request(
            "other",
            Action.FAILOVER,
            "grace",
            west.now,
            "the same fire",
            "",
            java.util.OptionalLong.empty(),
            0,
            java.util.Optional.empty(),
            java.util.Set.of());
    west.requests.add(there);

    east.tick(); // its push is first: the other one's is refused, and it reads again
    west.dr = east.dr;
    west.tick();

    assertThat(west.answers.get("other").result()).isEqualTo(Result.REFUSED);
    assertThat(west.answers.get("other").message()).contains("that ada asked for is under way");
    west.requests.clear();
    assertThat(Takeover.open(west.dr).orElseThrow().id()).isEqualTo(here.id());
    while (Takeover.open(west.dr).isPresent()) {
      west.tick(); // whoever is left goes on with it
    }
    assertThat(Takeover.newest(west.dr).orElseThrow().outcome())
        .contains(Takeover.Outcome.VERIFIED);
  }

  @Test
  void withoutAnythingAskedNothingIsDecided() {
    assertThat(regions.tick()).isFalse();
    regions.until(regions.ask(Action.DRILL));
    LedgerState after = regions.dr;
    assertThat(regions.tick()).isFalse();
    assertThat(regions.dr).isSameAs(after);
    assertThat(after.histories()).containsOnlyKeys("");
    assertThat(Map.copyOf(regions.answers)).hasSize(1);
  }

  private Role role() {
    return RoleInForce.of(regions.dr).orElse(Role.STANDBY);
  }
}
