package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Events;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlertsTest {

  private final List<Events.Notice> told = new ArrayList<>();
  private final Alerts alerts = new Alerts((target, notice) -> told.add(notice));

  @Test
  void peopleAreToldOnceOfWhatWaitsForThem() {
    Promotion failed = promotion(State.FAILED, "it crashes");
    Promotion held = promotion(State.HELD, "Job migrate is declared irreversible");
    alerts.tell(List.of(), failed);
    alerts.tell(List.of(failed), held);
    alerts.tell(List.of(held), promotion(State.HELD, "said otherwise"));

    assertThat(told)
        .extracting(notice -> notice.reason() + ": " + notice.message())
        .containsExactly(
            "PromotionFailed: Promote of c1: it crashes",
            "PromotionHeld: Promote of c1: Job migrate is declared irreversible");
    assertThat(told).allMatch(notice -> notice.type() == Events.Type.WARNING);
  }

  @Test
  void whatGoesAsItShouldIsNoAlert() {
    alerts.tell(List.of(), promotion(State.GATING, "approval"));
    alerts.tell(List.of(), promotion(State.SUCCEEDED, "verified"));

    assertThat(told).isEmpty();
  }

  private static Promotion promotion(State state, String message) {
    return new Promotion(
        "shop-prod-1",
        new TargetId("config", "shop", "prod"),
        Entry.Kind.PROMOTE,
        "c1",
        "digest",
        "",
        0,
        OptionalLong.empty(),
        "policy",
        "sluice",
        "",
        1,
        Instant.EPOCH,
        state,
        Instant.EPOCH,
        message,
        List.of(),
        List.of(),
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
