package dev.sluice.environments;

import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.PromotionPolicy.Rollback;
import dev.sluice.model.promotion.PromotionPolicy.Supersede;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.util.List;

/**
 * From the checked fields that an environment and an application in it have in common to a policy.
 *
 * @param path where they stand: {@code spec}, or below {@code spec.applications}
 */
record PolicySection(Values values, Complaints complaints, Follows follows, String path) {

  private static final String SUPERSEDE = "supersede";

  /**
   * A policy with what is said here: gates come on top, everything else takes the place of what
   * there was.
   */
  PromotionPolicy policy(PromotionPolicy before) {
    String gatesAt = at("gates");
    List<Gate> gates = new GateSection(values, complaints, gatesAt, before.gates()).gates();
    if (follows instanceof Follows.Ref) {
      gates.stream()
          .skip(before.gates().size())
          .filter(Gate.Soak.class::isInstance)
          .forEach(gate -> soaksNowhere(gate, gatesAt));
    }
    StrategySection ways = new StrategySection(values, complaints, at("strategy"));
    Strategy strategy = ways.strategy(before.strategy());
    ways.requirePhasesFor(strategy, gates.subList(before.gates().size(), gates.size()), gatesAt);
    return new PromotionPolicy(
        gates,
        supersede(gates),
        duration("maxAge", before.maxAge()),
        duration("minHealthy", before.minHealthy()),
        duration("deadline", before.deadline()),
        values.flag(at("rollback.automatic"), before.rollback() == Rollback.AUTOMATIC)
            ? Rollback.AUTOMATIC
            : Rollback.MANUAL,
        before.maxLag(),
        before.units(),
        strategy,
        new ReverifySection(values, complaints, at("reverify")).read(before.reverify(), gates));
  }

  private void soaksNowhere(Gate gate, String gatesAt) {
    complaints.add(
        gate.origin().line(),
        gatesAt,
        "the gate %s waits for time spent upstream, but no environment is followed"
            .formatted(gate.name()),
        "Take it out, or follow an environment");
  }

  /** What people have agreed to, or waited for, is not to be lost to the next commit. */
  private Supersede supersede(List<Gate> gates) {
    String said = values.text(values.has(at(SUPERSEDE)) ? at(SUPERSEDE) : "spec." + SUPERSEDE);
    return switch (said) {
      case "latest" -> Supersede.LATEST;
      case "sticky" -> Supersede.STICKY;
      case "queue" -> Supersede.QUEUE;
      default ->
          gates.stream()
                  .anyMatch(gate -> gate instanceof Gate.Approval || gate instanceof Gate.Soak)
              ? Supersede.STICKY
              : Supersede.LATEST;
    };
  }

  private Duration duration(String field, Duration ifAbsent) {
    return Durations.of(values.text(at(field)), ifAbsent);
  }

  private String at(String field) {
    return path + "." + field;
  }
}
