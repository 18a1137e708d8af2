package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStatus.Standby.State;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.promote.dr.readiness.StandingBy;
import dev.sluice.report.Meters;
import dev.sluice.report.Metric;
import dev.sluice.report.StandbyMeters;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.MutableClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a standby is looked at, and what is told of it. */
class ReadinessDeskTest {

  private static final TargetId SHOP = new TargetId("config", "shop", "dr");
  private static final StandingBy WELL = new StandingBy(Optional.empty(), true, "", Health.HEALTHY);
  private static final StandbyEvidence CLEAN =
      new StandbyEvidence("", List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of());

  private final Target target =
      new Target(SHOP, "overlays/shop/dr", "shop-dr", "", "main", SyncPolicy.DEFAULT);
  private final Environment dr =
      new Environment(
          "dr",
          "overlays/*/dr",
          "",
          "shop-dr",
          "main",
          SyncPolicy.DEFAULT,
          "",
          new Follows.Ref("main"),
          PromotionPolicy.NONE,
          Map.of(),
          Target.Driver.LEDGER,
          Origin.file("environments/dr.yaml"));
  private final MutableClock clock = new MutableClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile Optional<Failure> stops = Optional.empty();
  private volatile StandbyEvidence evidence = CLEAN;
  private final ReadinessDesk desk =
      new ReadinessDesk(
          new Standbys(
              this::look,
              Duration.ofHours(1),
              new StandbyMeters(new Meters(registry), clock),
              List.of()),
          id -> ended.incrementAndGet(),
          clock);

  @Test
  void looksOnceAndThenOnlyWhenSomethingNewCameOrTheIntervalIsOver() {
    judge("one", WELL);
    awaitLooks(1);
    for (int cycle = 0; cycle < 50; cycle++) {
      judge("one", WELL);
    }
    clock.advance(Duration.ofMinutes(59));
    judge("one", WELL);
    assertThat(looks).as("nothing happened: nothing is asked").hasValue(1);

    judge("two", WELL);
    awaitLooks(2);
    clock.advance(Duration.ofMinutes(60));
    judge("two", WELL);
    awaitLooks(3);
    judge("two", WELL);
    assertThat(looks).hasValue(3);
  }

  @Test
  void doesNotLookBeforeWhatCameIsApplied() {
    StandingBy waits = new StandingBy(Optional.empty(), false, "", Health.HEALTHY);
    judge("one", waits);
    assertThat(looks).hasValue(0);
    assertThat(ready()).contains(0.0);
    judge("one", WELL);
    awaitLooks(1);
  }

  @Test
  void aNewReleaseIsNotJudgedByWhatWasFoundBefore() {
    judge("one", WELL);
    awaitLooks(1);
    judge("one", WELL);
    assertThat(ready()).contains(1.0);

    judge("two", new StandingBy(Optional.empty(), false, "", Health.HEALTHY));
    assertThat(ready()).contains(0.0);
    judge("two", WELL);
    assertThat(desk.of(SHOP)).isEmpty();
    assertThat(ready()).as("nothing is said until it was looked at").isEmpty();
    awaitLooks(2);
    judge("two", WELL);
    assertThat(ready()).contains(1.0);
  }

  @Test
  void saysWhatIsLackingUntilItIsThere() {
    evidence =
        StandbyEvidence.none(Failure.of(Reason.FORBIDDEN, "may not list quotas", "Add a rule"));
    judge("one", WELL);
    awaitLooks(1);
    judge("one", WELL);
    Failure failure = desk.failure(SHOP).orElseThrow();
    assertThat(failure)
        .hasToString(
            "DrNotReady: environments/dr.yaml: dr could not take over shop: it could not be looked"
                + " at: may not list quotas. Add a rule. It is looked at again within 1h");
    assertThat(ready()).contains(0.0);
    assertThat(desk.of(SHOP))
        .contains(
            new TargetStatus.Standby(
                State.NOT_READY, "it could not be looked at: may not list quotas"));

    evidence = CLEAN;
    judge("one", WELL);
    assertThat(desk.failure(SHOP)).as("the same until it is looked at again").contains(failure);
    clock.advance(Duration.ofHours(1));
    judge("one", WELL);
    awaitLooks(2);
    judge("one", WELL);
    assertThat(desk.failure(SHOP)).isEmpty();
    assertThat(ready()).contains(1.0);

    assertThat(desk.of(SHOP)).contains(new TargetStatus.Standby(State.READY, ""));

    desk.rest(SHOP);
    assertThat(desk.of(SHOP)).as("it serves").contains(TargetStatus.Standby.NONE);
    desk.forget(SHOP);
    assertThat(desk.of(SHOP)).isEmpty();
  }

  @Test
  void aLookThatCameToNothingIsMadeAgainSoonerAndTheClusterBeingAwayIsNoAnswer() {
    judge("one", WELL);
    awaitLooks(1);
    clock.advance(Duration.ofHours(1));
    stops = Optional.of(Failure.of(Reason.CLUSTER_UNREACHABLE, "no answer", ""));
    judge("one", WELL);
    awaitLooks(2);
    judge("one", WELL);
    assertThat(ready()).as("what was found still counts").contains(1.0);
    assertThat(desk.failure(SHOP)).isEmpty();

    clock.advance(Duration.ofMinutes(4));
    judge("one", WELL);
    assertThat(looks).hasValue(2);
    stops = Optional.of(Failure.of(Reason.RENDER_DRIFT, "renders to something else", ""));
    clock.advance(Duration.ofMinutes(1));
    judge("one", WELL);
    awaitLooks(3);
    judge("one", WELL);
    assertThat(desk.failure(SHOP))
        .hasValueSatisfying(one -> assertThat(one.message()).contains("renders to something else"));
  }

  private StandbyEvidence look(Target looked) throws Stopped {
    looks.incrementAndGet();
    if (stops.isPresent()) {
      throw new Stopped(stops.get());
    }
    return evidence;
  }

  private void judge(String digest, StandingBy standing) {
    desk.judge(dr, new ReadinessDesk.Subject(target, "c".repeat(40), digest), standing);
  }

  private void awaitLooks(int count) {
    Eventually.holds("look " + count + " is over", () -> ended.get() == count);
    assertThat(looks).hasValue(count);
  }

  private Optional<Double> ready() {
    return Optional.ofNullable(registry.find(Metric.DR_READY.id()).gauge()).map(Gauge::value);
  }
}
