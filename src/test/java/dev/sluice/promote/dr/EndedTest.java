package dev.sluice.promote.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Request.Action;
import dev.sluice.report.Meters;
import dev.sluice.report.Metric;
import dev.sluice.report.TakeoverEvents;
import dev.sluice.report.TakeoverMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came of takeovers, as the ledger has it and as people and programs are told of it. */
class EndedTest {

  private static final TargetId SHOP = new TargetId("config", "shop", "dr");
  private static final TargetId BLOG = new TargetId("config", "blog", "dr");

  private final Regions regions = new Regions();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TakeoverMeters meters = new TakeoverMeters(new Meters(registry));
  private final List<String> told = new ArrayList<>();
  private final TakeoverEvents events =
      new TakeoverEvents((target, notice) ->
          told.add(
              target.application()
                  + ": "
                  + notice.type()
                  + " "
                  + notice.reason()
                  + ": "
                  + notice.message()));

  @Test
  void nothingHasEndedBeforeTheEnd() {
    assertThat(Ended.newest(regions.dr)).isEmpty();
    regions.ask(Action.DRILL);
    regions.tick();
    assertThat(Takeover.open(regions.dr)).isPresent();
    assertThat(Ended.newest(regions.dr)).isEmpty();
    assertThat(Ended.drill(regions.dr)).isEmpty();
  }

  @Test
  void aDrillIsShownWithWhatItMeasured() {
    regions.until(regions.ask(Action.DRILL));
    Takeover drill = Ended.drill(regions.dr).orElseThrow();
    meters.tried("config", "dr", drill);
    tell(drill);

    assertThat(value(Metric.DR_DRILL_RECOVERY)).isEqualTo(4.0);
    assertThat(value(Metric.DR_DRILL_PASSED)).isEqualTo(1.0);
    assertThat(value(Metric.DR_LAST_DRILL)).isEqualTo(drill.last().at().getEpochSecond());
    assertThat(told)
        .hasSize(2)
        .first()
        .asString()
        .startsWith("shop: NORMAL DrillDone: dr could take over: recovered in 4.0 s");
    assertThat(count("drill", "Verified")).isEqualTo(1);
  }

  @Test
  void aDrillThatFailsIsWhatIsShownFromThenOn() {
    regions.until(regions.ask(Action.DRILL));
    meters.tried("config", "dr", Ended.drill(regions.dr).orElseThrow());
    regions.verdicts.put(Step.SMOKE, Verdict.FAIL);
    regions.until(regions.ask(Action.DRILL));
    Takeover failed = Ended.drill(regions.dr).orElseThrow();
    meters.tried("config", "dr", failed);
    tell(failed);

    assertThat(value(Metric.DR_DRILL_PASSED)).isZero();
    assertThat(told).allMatch(line -> line.contains("WARNING DrillFailed: dr could not take over"));
    assertThat(count("drill", "Failed")).isEqualTo(1);
  }

  @Test
  void aFailoverIsNoDrillAndADrillThatGaveWayToldNothing() {
    regions.ask(Action.DRILL);
    regions.tick();
    regions.until(regions.ask(Action.FAILOVER));

    assertThat(Ended.drill(regions.dr)).isEmpty();
    Takeover failover = Ended.newest(regions.dr).orElseThrow();
    tell(failover);
    assertThat(told).first().asString().startsWith("shop: NORMAL FailoverDone: dr serves");
    assertThat(count("failover", "Verified")).isEqualTo(1);
  }

  private void tell(Takeover takeover) {
    events.ended(List.of(SHOP, BLOG), takeover);
    meters.ended(List.of(SHOP, BLOG), takeover);
  }

  private double value(Metric metric) {
    return registry.get(metric.id()).tags("environment", "dr").gauge().value();
  }

  private double count(String kind, String outcome) {
    return registry
        .get(Metric.TAKEOVERS.id())
        .tags("environment", "dr", "kind", kind, "outcome", outcome)
        .counter()
        .count();
  }
}
