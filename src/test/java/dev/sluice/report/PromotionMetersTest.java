package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is on its way, what gates say and how long it takes is counted, each thing once. */
class PromotionMetersTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final PromotionMeters meters = new PromotionMeters(new Meters(registry));
  private Optional<Promotion> before = Optional.empty();

  @Test
  void eachStateIsCountedOnceAndTheOpenOnesStandWhereTheyAre() {
    is(State.PENDING, 0);
    is(State.GATING, 1);
    is(State.GATING, 1);
    assertThat(count("Gating")).isEqualTo(1);
    assertThat(open("Pending")).isZero();
    assertThat(open("Gating")).isEqualTo(1);

    is(State.ABORTED, 9);
    assertThat(count("Aborted")).isEqualTo(1);
    assertThat(open("Gating")).isZero();
    assertThat(registry.find(Metric.PROMOTIONS_OPEN.id()).tag("state", "Aborted").gauge()).isNull();
  }

  @Test
  void aVerifiedReleaseTookFromItsCandidateOn() {
    is(State.PENDING, 0);
    is(State.VERIFYING, 60);
    is(State.SUCCEEDED, 90);
    is(State.SUCCEEDED, 90);

    Timer lead = registry.get(Metric.PROMOTION_LEAD.id()).tag("environment", "prod").timer();
    assertThat(lead.count()).isEqualTo(1);
    assertThat(lead.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
  }

  @Test
  void aGateIsTimedFromItsFirstNoToItsYes() {
    is(State.GATING, 0, Promotions.said("soak", Verdict.PENDING, 10));
    is(State.GATING, 0, Promotions.said("soak", Verdict.PENDING, 20));
    is(State.GATING, 0, Promotions.said("soak", Verdict.ERROR, 30));
    assertThat(registry.find(Metric.GATE_WAITS.id()).timer()).isNull();

    is(State.GATING, 0, Promotions.said("soak", Verdict.PASS, 70));

    assertThat(waited("soak").count()).isEqualTo(1);
    assertThat(waited("soak").totalTime(TimeUnit.SECONDS)).isEqualTo(60);
    assertThat(said("soak", "Pending")).isEqualTo(1);
    assertThat(said("soak", "Error")).isEqualTo(1);
    assertThat(said("soak", "Pass")).isEqualTo(1);
  }

  @Test
  void aWaitEndsWithItsPromotionToo() {
    is(State.GATING, 0, Promotions.said("window", Verdict.PENDING, 10));
    is(State.SUPERSEDED, 40, Promotions.said("window", Verdict.PENDING, 10));

    assertThat(waited("window").totalTime(TimeUnit.SECONDS)).isEqualTo(30);
  }

  @Test
  void whatWaitsForPeopleIsShownUntilItDoesNotAnyMore() {
    is(State.GATING, 0, Promotions.said("approval", Verdict.PENDING, 10));
    assertThat(approvals()).isEqualTo(1);

    is(State.COMMITTING, 20, Promotions.said("approval", Verdict.PASS, 20));
    assertThat(approvals()).isZero();
  }

  @Test
  void whatAnEarlierLifeLeftIsOpenAndNotCountedAnew() {
    meters.found(
        Promotions.of(
            Kind.PROMOTE, State.GATING, 0, Promotions.said("approval", Verdict.PENDING, 10)));
    assertThat(open("Gating")).isEqualTo(1);
    assertThat(approvals()).isEqualTo(1);
    assertThat(registry.find(Metric.PROMOTIONS.id()).counter()).isNull();

    meters.forget(Promotions.SHOP);
    assertThat(open("Gating")).isZero();
    assertThat(approvals()).isZero();
  }

  private void is(State state, long since, GateResult... gates) {
    Promotion now = Promotions.of(Kind.PROMOTE, state, since, gates);
    meters.written(before, now);
    before = Optional.of(now);
  }

  private double count(String state) {
    return registry.get(Metric.PROMOTIONS.id()).tag("state", state).counter().count();
  }

  private double open(String state) {
    return registry.get(Metric.PROMOTIONS_OPEN.id()).tag("state", state).gauge().value();
  }

  private double approvals() {
    return registry.get(Metric.APPROVALS_OPEN.id()).tag("environment", "prod").gauge().value();
  }

  private Timer waited(String gate) {
    return registry.get(Metric.GATE_WAITS.id()).tag("gate", gate).timer();
  }

  private double said(String gate, String verdict) {
    return registry
        .get(Metric.GATE_RESULTS.id())
        .tag("gate", gate)
        .tag("verdict", verdict)
        .counter()
        .count();
  }
}
