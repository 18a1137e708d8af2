package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An environment is shown as held until somebody has mended it. */
class HeldMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HeldMeters meters = new HeldMeters(new Meters(registry));

  @Test
  void isHeldUntilSomethingSucceeds() {
    Promotion held = Promotions.of(Kind.PROMOTE, State.HELD, 5);
    written(Promotions.of(Kind.PROMOTE, State.FAILED, 4));
    assertThat(held()).isZero();
    written(held);
    assertThat(held()).isEqualTo(1);
    written(Promotions.of(Kind.ROLLBACK, State.SUCCEEDED, 6));
    assertThat(held()).isZero();
  }

  @Test
  void isNotHeldByWhatWasMendedBeforeTheDaemonCame() {
    meters.found(Promotions.of(Kind.ROLLBACK, State.SUCCEEDED, 6));
    meters.found(Promotions.of(Kind.PROMOTE, State.HELD, 5));
    assertThat(held()).as("in whatever order they are found").isZero();
    meters.found(Promotions.of(Kind.PROMOTE, State.HELD, 7));
    assertThat(held()).isEqualTo(1);
    meters.forget(Promotions.SHOP);
    assertThat(held()).isZero();
  }

  @Test
  void whoTriesItAgainHoldsItNoMore() {
    written(Promotions.of(Kind.PROMOTE, State.HELD, 5));
    written(Promotions.of(Kind.PROMOTE, State.PENDING, 6));
    assertThat(held()).isZero();
  }

  private void written(Promotion promotion) {
    meters.written(Optional.empty(), promotion);
  }

  private double held() {
    return registry.get(Metric.PROMOTIONS_HELD.id()).tags("environment", "prod").gauge().value();
  }
}
