package dev.sluice.probe;

import dev.sluice.model.Origin;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A promotion to ask gates about. */
final class Asked {

  static final TargetId ID = new TargetId("config", "shop", "prod");

  private Asked() {}

  static Promotion promotion(String id, GateResult... gates) {
    return new Promotion(
        id,
        ID,
        Entry.Kind.PROMOTE,
        "a".repeat(40),
        "digest",
        "engine",
        0,
        OptionalLong.empty(),
        "b".repeat(40),
        "sluice",
        "",
        1,
        Instant.EPOCH,
        State.GATING,
        Instant.EPOCH,
        "",
        List.of(gates),
        List.of(),
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Target target(String namespace) {
    return new Target(ID, "overlays/shop/prod", namespace, "", "main", SyncPolicy.DEFAULT);
  }

  static Gate.Http http(String url, int attempts) {
    return new Gate.Http(
        "smoke",
        Gate.Phase.POST,
        url,
        200,
        "welcome",
        Duration.ZERO,
        new Gate.Attempts(attempts, Duration.ofMillis(10)),
        Origin.UNKNOWN);
  }
}
