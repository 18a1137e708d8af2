package dev.sluice.promote.gate;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.machine.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What runs is healthy: before a release what it would replace, afterwards the release itself. What
 * is unknown is not healthy.
 */
final class HealthGate {

  private HealthGate() {}

  static Finding ask(Gate.Health gate, GateContext context) {
    return switch (gate.phase()) {
      case PRE ->
          context
              .standing()
              .current()
              .map(current -> replaced(gate, context, current))
              .orElse(Finding.pass("nothing runs here yet").from("nothing"));
      // It is asked once the phase is applied; two releases have a digest of their own together.
      case DURING -> judge(gate, context, context.running().digest(), "what runs in this phase");
      case POST -> judge(gate, context, released(context), "this release");
    };
  }

  /** What it is recorded as: another renderer may have come while it was on its way. */
  private static String released(GateContext context) {
    return context
        .standing()
        .current()
        .filter(current -> context.promotion().release().equals(OptionalLong.of(current.number())))
        .map(Entry::digest)
        .orElse(context.promotion().digest());
  }

  private static Finding replaced(Gate.Health gate, GateContext context, Entry current) {
    boolean failed =
        context.standing().outcome().filter(outcome -> outcome != Kind.VERIFIED).isPresent();
    if (failed && isKnown(context.running())) {
      // Else what is broken could never be mended by something newer.
      return Finding.pass("release %d failed here; this may mend it".formatted(current.number()))
          .from(current.number(), "failed");
    }
    return judge(gate, context, current.digest(), "release " + current.number());
  }

  private static Finding judge(Gate.Health gate, GateContext context, String digest, String what) {
    Running running = context.running();
    if (!running.reachable()) {
      return Finding.pending("the cluster cannot be reached").from("unreachable");
    }
    if (!running.digest().equals(digest) || !running.applied()) {
      return Finding.pending(what + " is not applied yet").from("unapplied");
    }
    Health health = running.health();
    boolean healthy =
        switch (health.state()) {
          case HEALTHY, SUSPENDED -> true;
          case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
        };
    if (!healthy) {
      return Finding.pending("%s is %s: %s".formatted(what, health.state().word(), health.why()))
          .from(health.state());
    }
    Instant enough = running.healthSince().plus(gate.minHealthy());
    if (context.now().isBefore(enough)) {
      return Finding.pending("%s is healthy; that has to last until %s".formatted(what, enough))
          .from(health.state(), enough)
          .recheck(enough);
    }
    return Finding.pass(
            gate.minHealthy().equals(Duration.ZERO)
                ? what + " is healthy"
                : "%s has been healthy since %s".formatted(what, running.healthSince()))
        .from(health.state(), gate.minHealthy());
  }

  private static boolean isKnown(Running running) {
    return running.reachable() && running.health().state() != Health.State.UNKNOWN;
  }
}
