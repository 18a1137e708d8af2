package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Other environments have verified the candidate. */
final class DependsOnGate {

  /** A ledger that moves is an event; this is for one that another daemon writes. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private DependsOnGate() {}

  static Finding ask(Gate.DependsOn gate, GateContext context) {
    List<String> verified = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String environment : gate.environments()) {
      Upstream upstream = context.upstreams().get(environment);
      if (upstream == null) {
        missing.add("the ledger of %s cannot be read".formatted(environment));
      } else if (upstream.verifiedAt().isEmpty()) {
        missing.add(upstream.problem());
      } else {
        verified.add(
            "%s release %d".formatted(environment, upstream.release().orElseThrow().number()));
      }
    }
    boolean open =
        switch (gate.match()) {
          case ANY -> !verified.isEmpty();
          case ALL -> missing.isEmpty() && !verified.isEmpty();
        };
    Finding finding =
        open
            ? Finding.pass("verified in " + String.join(", ", verified))
            : Finding.pending(String.join("; ", missing)).recheck(context.now().plus(AGAIN));
    return finding.seen(String.join(", ", verified)).from(gate.match(), verified, missing);
  }
}
