package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Promotions of one application as the machine would make them. */
final class Promotions {

  static final TargetId SHOP = new TargetId("config", "shop", "prod");
  static final Instant BEGIN = Instant.parse("2026-01-05T09:00:00Z");

  private Promotions() {}

  /** One that came into its state so many seconds after the beginning. */
  static Promotion of(Entry.Kind kind, State state, long since, GateResult... gates) {
    return new Promotion(
        "shop-prod-" + kind,
        SHOP,
        kind,
        "c1",
        "digest",
        "",
        0,
        kind == Entry.Kind.ROLLBACK ? OptionalLong.of(3) : OptionalLong.empty(),
        "policy",
        "sluice",
        "release 4 failed",
        1,
        BEGIN,
        state,
        BEGIN.plusSeconds(since),
        "it crashes",
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

  /** What a gate said so many seconds after the beginning. */
  static GateResult said(String kind, Verdict verdict, long at) {
    return new GateResult(
        "the " + kind,
        kind,
        Gate.Phase.PRE,
        verdict,
        "1 of 2",
        "",
        BEGIN.plusSeconds(at),
        Long.toString(at));
  }
}
