package dev.sluice.promote.gate;

import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Running;
import dev.sluice.promote.machine.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A context to ask gates in, put together step by step. */
final class Given {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  static final String DIGEST = "d-new";
  static final String COMMIT = "c-new";

  Instant now = NOW;
  Instant created = NOW;
  Entry.Kind kind = Entry.Kind.PROMOTE;
  List<GateResult> before = List.of();
  List<ApprovalRecord> approvals = new ArrayList<>();
  List<Entry> history = new ArrayList<>();
  Running running = Running.UNKNOWN;
  Follows follows = new Follows.Ref("main");
  Map<String, Upstream> upstreams = new HashMap<>();
  OptionalLong release = OptionalLong.empty();

  static Given at(String now) {
    Given given = new Given();
    given.now = Instant.parse(now);
    given.created = given.now;
    return given;
  }

  Facts.Answer ask(Gate gate) {
    return ask(gate, new Evidence.None());
  }

  Facts.Answer ask(Gate gate, Evidence evidence) {
    return Gates.evaluate(gate, context(), evidence);
  }

  /** Asks, and puts the answer on record for the next time. */
  Facts.Answer record(Gate gate) {
    Facts.Answer answer = ask(gate);
    before = List.of(answer.result());
    return answer;
  }

  GateContext context() {
    Promotion promotion =
        new Promotion(
            "shop-prod-1",
            new TargetId("config", "shop", "prod"),
            kind,
            COMMIT,
            DIGEST,
            "engine",
            0,
            OptionalLong.empty(),
            "policy",
            "sluice",
            "",
            1,
            created,
            State.GATING,
            created,
            "",
            before,
            List.copyOf(approvals),
            Map.of(),
            release,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new GateContext(
        now, promotion, Standing.of(history), running, follows, Map.copyOf(upstreams));
  }

  static Entry entry(long number, Entry.Kind kind, String at, String digest) {
    boolean outcome = kind.effect() == Entry.Effect.OUTCOME;
    return new Entry(
        number,
        kind,
        "shop",
        "staging",
        Instant.parse(at),
        digest.replace("d-", "c-"),
        digest,
        outcome ? OptionalLong.of(number - 1) : OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "policy",
        "",
        "sluice",
        "",
        Optional.empty(),
        Map.of());
  }

  static Upstream upstream(String environment, HealthTimes times, Entry... newestFirst) {
    return Upstream.of(
        environment,
        List.of(newestFirst),
        COMMIT,
        "",
        times.isHealthy()
            ? Health.HEALTHY
            : new Health(Health.State.DEGRADED, "Deployment web has no ready Pod"),
        times);
  }

  static Running running(String digest, Health.State state, String since) {
    return new Running(
        digest,
        true,
        new Health(state, state == Health.State.HEALTHY ? "" : "Deployment web waits"),
        Instant.parse(since),
        Optional.empty(),
        true,
        "");
  }

  static Gate.Window window(String zone, List<String> allow, List<String> deny) {
    return new Gate.Window("window", Gate.Phase.PRE, allow, deny, zone, Origin.UNKNOWN);
  }

  static Gate.Attempts attempts(int count, int seconds) {
    return new Gate.Attempts(count, Duration.ofSeconds(seconds));
  }
}
