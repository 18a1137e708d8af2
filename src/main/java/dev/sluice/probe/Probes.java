package dev.sluice.probe;

import dev.sluice.model.Target;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.machine.Promotion;

/** Collects what gates decide from where that takes time or a request. */
@FunctionalInterface
public interface Probes {

  /** There is nobody to ask: every gate that needs evidence stays shut. */
  Probes NONE =
      (gate, promotion, target) ->
          new Evidence.Unavailable("%s cannot be asked here".formatted(gate.word()));

  /**
   * What is known so far. Returns at once: what has to be asked for is asked for meanwhile.
   *
   * @param gate whose evidence it is
   * @param promotion what it is about
   * @param target where that goes
   */
  Evidence collect(Gate gate, Promotion promotion, Target target);
}
