package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.loop.Composer;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.report.Meters;
import dev.sluice.report.Metric;
import dev.sluice.report.StandbyMeters;
import dev.sluice.testing.MemoryTree;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How late a standby is, as a number that grows and as a failure that has a beginning. */
class BehindTest {

  private static final Entry PROD = LedgerEntries.release(1, "shop", "prod");
  private static final Entry VERIFIED = LedgerEntries.outcome(2, Entry.Kind.VERIFIED, PROD);
  private static final TargetId DR = new TargetId("config", "shop", "dr");

  private Instant now = VERIFIED.at();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Offers offers =
      new Offers(
          (repository, branch) -> {
            throw stopped();
          },
          revision -> {
            throw stopped();
          },
          new Composer(null),
          (repository, environment) -> {
            throw stopped();
          },
          new Runs(() -> now),
          target -> false,
          () -> now);
  private final Behind behind =
      new Behind(
          (repository, environment) -> new Fixed(state("shop", VERIFIED, PROD)),
          offers,
          new Runs(() -> now),
          new ReadinessDesk(
              new Standbys(
                  target -> {
                    throw stopped();
                  },
                  Duration.ofHours(1),
                  new StandbyMeters(new Meters(registry), () -> now),
                  List.of()),
              target -> {},
              () -> now),
          new Overdue(),
          new StandbyMeters(new Meters(registry), () -> now),
          () -> now);

  @Test
  void isLateOnceTheTimeThatIsAllowedIsOver() throws Stopped {
    Environment dr = standby("maxLag: 1m");
    Target target = dr.target("config", "shop");

    assertThat(behind.look(target, dr, LedgerState.EMPTY))
        .as("to be looked at again")
        .contains(VERIFIED.at().plusSeconds(60).plusMillis(1));
    assertThat(behind.broken(DR)).isEmpty();
    assertThat(lag()).isZero();

    now = now.plusSeconds(59);
    assertThat(lag()).as("grows without a look").isEqualTo(59);

    now = now.plusSeconds(2);
    assertThat(behind.look(target, dr, LedgerState.EMPTY)).isEmpty();
    assertThat(behind.broken(DR)).map(Failure::reason).contains(Reason.DR_LAG_EXCEEDED);
    Failure first = behind.broken(DR).orElseThrow();
    assertThat(first.toString()).contains("dr.yaml", "spec.maxLag", "verified in prod");

    now = now.plusSeconds(100);
    assertThat(behind.look(target, dr, LedgerState.EMPTY)).isEmpty();
    assertThat(behind.broken(DR)).as("does not change with the time").contains(first);
  }

  @Test
  void isOnTimeAgainWhenItHasVerifiedTheSame() throws Stopped {
    Environment dr = standby("maxLag: 1m");
    Target target = dr.target("config", "shop");
    now = now.plusSeconds(120);
    assertThat(behind.look(target, dr, LedgerState.EMPTY)).isEmpty();
    assertThat(behind.broken(DR)).isPresent();

    Entry here = LedgerEntries.release(1, "shop", "dr");
    LedgerState caughtUp = state("shop", LedgerEntries.outcome(2, Entry.Kind.VERIFIED, here), here);
    assertThat(behind.look(target, dr, caughtUp)).isEmpty();
    assertThat(behind.broken(DR)).isEmpty();
    assertThat(lag()).isZero();

    behind.forget(DR);
    assertThat(registry.find(Metric.DR_LAG.id()).gauge()).isNull();
  }

  @Test
  void aStandbyWithoutALimitIsMeasuredAndNeverLate() throws Stopped {
    Environment dr = standby("");
    now = now.plusSeconds(86_400);
    assertThat(behind.look(dr.target("config", "shop"), dr, LedgerState.EMPTY)).isEmpty();
    assertThat(behind.broken(DR)).isEmpty();
    assertThat(lag()).isEqualTo(86_400);
  }

  private double lag() {
    return registry.get(Metric.DR_LAG.id()).gauge().value();
  }

  private static Environment standby(String field) throws Stopped {
    return EnvironmentFiles.read(
            new MemoryTree()
                .file(
                    "environments/prod.yaml",
                    """
                    apiVersion: sluice.dev/v1alpha1
                    kind: Environment
                    metadata: {name: prod}
                    spec: {overlays: overlays/*/prod, follows: {branch: main}}
                    """)
                .file(
                    "environments/dr.yaml",
                    """
                    apiVersion: sluice.dev/v1alpha1
                    kind: Environment
                    metadata: {name: dr}
                    spec:
                      overlays: overlays/*/dr
                      follows: {environment: prod, verified: true}
                      %s
                    """
                        .formatted(field)),
            "environments")
        .environments()
        .stream()
        .filter(one -> one.name().equals("dr"))
        .findFirst()
        .orElseThrow();
  }

  private static LedgerState state(String application, Entry... newestFirst) {
    return new LedgerState("tip", Map.of(application, List.of(newestFirst)));
  }

  private static Stopped stopped() {
    return new Stopped(Failure.of(Reason.NOT_FOUND, "is not asked", ""));
  }

  /** A ledger that only tells. */
  private record Fixed(LedgerState read) implements Ledger {

    @Override
    public Appended append(LedgerState base, List<Entry> entries) {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException("nothing is written");
    }
  }
}
